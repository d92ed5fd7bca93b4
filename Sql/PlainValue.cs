namespace Granary.Sql;

/// <summary>One value of a plain VALUES list, to be read with the target column's input function.</summary>
public abstract record PlainValue
{
    private PlainValue()
    {
    }

    /// <summary>`$n`.</summary>
    /// <param name="Index">n - 1.</param>
    public sealed record Parameter(int Index) : PlainValue;

    /// <summary>A literal's text, unescaped: a string or a number.</summary>
    /// <param name="Text">What the column's input function reads.</param>
    public sealed record Literal(string Text) : PlainValue;

    /// <summary>NULL.</summary>
    public sealed record Null : PlainValue;

    /// <summary>DEFAULT.</summary>
    public sealed record Default : PlainValue;
}
