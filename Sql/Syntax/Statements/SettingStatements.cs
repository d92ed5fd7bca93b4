namespace Granary.Sql.Syntax;

/// <summary>How a value of SET was written.</summary>
public enum SettingValueKind
{
    Unspecified = 0,

    /// <summary>A string or a word; words are folded as identifiers are.</summary>
    Text,

    /// <summary>A number, as text with its sign.</summary>
    Number,

    /// <summary>An interval, of <c>SET TIME ZONE INTERVAL '…'</c>.</summary>
    Interval,
}

/// <summary>One value of SET.</summary>
public sealed record SettingValue(int Position, SettingValueKind Kind, string Text) : SyntaxNode(Position)
{
    /// <summary>The type of an interval value, with its fields and precision.</summary>
    public TypeName? IntervalType { get; init; }
}

/// <summary>
/// <c>SET [SESSION | LOCAL] name = values</c>. The special forms are settings: TIME ZONE is <c>timezone</c>, NAMES is
/// <c>client_encoding</c>, SCHEMA is <c>search_path</c>, ROLE is <c>role</c>, SESSION AUTHORIZATION is
/// <c>session_authorization</c>, XML OPTION is <c>xmloption</c>.
/// </summary>
public sealed record SetStatement(int Position, string Name, IReadOnlyList<SettingValue> Values) : Statement(Position)
{
    public bool IsLocal { get; init; }

    /// <summary>True for <c>TO DEFAULT</c>, and for <c>SET TIME ZONE LOCAL</c>; the values are empty then.</summary>
    public bool IsDefault { get; init; }

    /// <summary>True for <c>FROM CURRENT</c>.</summary>
    public bool IsFromCurrent { get; init; }
}

/// <summary><c>SET TRANSACTION …</c>, or <c>SET SESSION CHARACTERISTICS AS TRANSACTION …</c>.</summary>
public sealed record SetTransactionStatement(int Position, bool IsSessionCharacteristics, TransactionModes Modes) : Statement(Position)
{
    /// <summary>The id of <c>SET TRANSACTION SNAPSHOT 'id'</c>, or null.</summary>
    public string? Snapshot { get; init; }
}

/// <summary><c>SET CONSTRAINTS ALL | names DEFERRED | IMMEDIATE</c>; no names mean ALL.</summary>
public sealed record SetConstraintsStatement(int Position, IReadOnlyList<QualifiedName> Names, bool IsDeferred) : Statement(Position);

/// <summary><c>SHOW name</c>; a null name is ALL. TIME ZONE is <c>timezone</c>, TRANSACTION ISOLATION LEVEL is
/// <c>transaction_isolation</c>, SESSION AUTHORIZATION is <c>session_authorization</c>.</summary>
public sealed record ShowStatement(int Position, string? Name) : Statement(Position);

/// <summary><c>RESET name</c>; a null name is ALL. The special forms are named as in <see cref="ShowStatement"/>.</summary>
public sealed record ResetStatement(int Position, string? Name) : Statement(Position);

/// <summary>What DISCARD throws away.</summary>
public enum DiscardTarget
{
    Unspecified = 0,
    All,
    Plans,
    Sequences,
    Temporary,
}

/// <summary><c>DISCARD …</c>.</summary>
public sealed record DiscardStatement(int Position, DiscardTarget Target) : Statement(Position);
