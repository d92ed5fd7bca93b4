using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Patterns;

/// <summary>PostgreSQL's words for regular expressions that can't be read.</summary>
internal static class PatternErrors
{
    public const string Parentheses = "parentheses () not balanced", Braces = "braces {} not balanced", Brackets = "brackets [] not balanced";
    public const string Operand = "quantifier operand invalid", Count = "invalid repetition count(s)", Escape = "invalid escape \\ sequence";
    public const string Range = "invalid character range", Class = "invalid character class", Option = "invalid embedded option";
    public const string TooComplex = "regular expression is too complex";

    public static GranaryException Of(string words) => ValueErrors.Invalid(SqlState.InvalidRegularExpression, $"invalid regular expression: {words}");

    public static GranaryException Unsupported(string what) => ValueErrors.Unsupported($"regular expressions with {what} are not supported");
}
