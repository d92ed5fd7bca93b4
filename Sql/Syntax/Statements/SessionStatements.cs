namespace Granary.Sql.Syntax;

/// <summary><c>EXPLAIN [options] statement</c>; the old syntax is in the options <c>analyze</c> and <c>verbose</c>.</summary>
public sealed record ExplainStatement(int Position, IReadOnlyList<UtilityOption> Options, Statement Body) : Statement(Position);

/// <summary><c>LISTEN channel</c>.</summary>
public sealed record ListenStatement(int Position, string Channel) : Statement(Position);

/// <summary><c>NOTIFY channel [, 'payload']</c>.</summary>
public sealed record NotifyStatement(int Position, string Channel, string? Payload) : Statement(Position);

/// <summary><c>UNLISTEN channel</c>; a null channel is <c>*</c>.</summary>
public sealed record UnlistenStatement(int Position, string? Channel) : Statement(Position);

/// <summary><c>LOCK [TABLE] names [IN mode MODE] [NOWAIT]</c>; the mode is as PostgreSQL spells it in upper case, ACCESS EXCLUSIVE by default.</summary>
public sealed record LockStatement(int Position, IReadOnlyList<QualifiedName> Tables, string Mode, bool NoWait) : Statement(Position);
