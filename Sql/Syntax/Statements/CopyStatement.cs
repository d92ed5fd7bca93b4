namespace Granary.Sql.Syntax;

/// <summary><c>COPY … FROM | TO …</c>. The old option syntax is in the new form: <c>csv header</c> is format and header.</summary>
public sealed record CopyStatement(int Position, CopySubject Subject, bool IsFrom, CopyEndpoint Endpoint) : Statement(Position)
{
    public IReadOnlyList<UtilityOption> Options { get; init; } = [];

    public Expression? Where { get; init; }
}

/// <summary>What is copied.</summary>
public abstract record CopySubject(int Position) : SyntaxNode(Position);

/// <summary>A table and, perhaps, some of its columns (empty for all).</summary>
public sealed record CopyTable(int Position, QualifiedName Name, IReadOnlyList<string> Columns) : CopySubject(Position);

/// <summary><c>COPY (query) TO …</c>.</summary>
public sealed record CopyQuery(int Position, Statement Statement) : CopySubject(Position);

/// <summary>The other side of a COPY.</summary>
public abstract record CopyEndpoint(int Position) : SyntaxNode(Position);

/// <summary>STDIN or STDOUT: the client.</summary>
public sealed record CopyClient(int Position) : CopyEndpoint(Position);

/// <summary>A file of the server.</summary>
public sealed record CopyFile(int Position, string Path) : CopyEndpoint(Position);

/// <summary>A program of the server.</summary>
public sealed record CopyProgram(int Position, string Command) : CopyEndpoint(Position);
