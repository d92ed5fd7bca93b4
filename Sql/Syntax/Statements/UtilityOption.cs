namespace Granary.Sql.Syntax;

/// <summary>One option of COPY or EXPLAIN: its lower-case name and its value, null when none was written.</summary>
public sealed record UtilityOption(int Position, string Name, OptionValue? Value) : SyntaxNode(Position);

/// <summary>The value of an option.</summary>
public abstract record OptionValue(int Position) : SyntaxNode(Position);

/// <summary>A word or a string: <c>csv</c>, <c>true</c>, <c>'|'</c>.</summary>
public sealed record OptionText(int Position, string Text) : OptionValue(Position);

/// <summary>A number as text, with its sign.</summary>
public sealed record OptionNumber(int Position, string Text) : OptionValue(Position);

/// <summary><c>*</c>, all columns.</summary>
public sealed record OptionStar(int Position) : OptionValue(Position);

/// <summary>A list of names in parentheses.</summary>
public sealed record OptionList(int Position, IReadOnlyList<string> Items) : OptionValue(Position);
