namespace Granary.Sql.Syntax;

/// <summary>One SQL statement: the root of the family in this folder.</summary>
public abstract record Statement(int Position) : SyntaxNode(Position);

/// <summary>SELECT, VALUES, TABLE and WITH … SELECT.</summary>
public sealed record SelectStatement(int Position, Query Query) : Statement(Position);

/// <summary>A statement of PostgreSQL that is recognised by its first words and not parsed: <c>CREATE TABLE</c>, <c>UPDATE</c>.</summary>
public sealed record UnsupportedStatement(int Position, string Command) : Statement(Position);
