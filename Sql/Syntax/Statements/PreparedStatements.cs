namespace Granary.Sql.Syntax;

/// <summary><c>PREPARE name (types) AS statement</c>.</summary>
public sealed record PrepareStatement(int Position, string Name, IReadOnlyList<TypeName> ParameterTypes, Statement Body) : Statement(Position);

/// <summary><c>EXECUTE name (arguments)</c>.</summary>
public sealed record ExecuteStatement(int Position, string Name, IReadOnlyList<Expression> Arguments) : Statement(Position);

/// <summary><c>DEALLOCATE [PREPARE] name</c>; a null name is ALL.</summary>
public sealed record DeallocateStatement(int Position, string? Name) : Statement(Position);
