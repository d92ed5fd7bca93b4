namespace Granary.Sql.Lexing;

/// <summary>What one value of a plain VALUES list is.</summary>
public enum PlainValueKind : byte
{
    None = 0,
    Null,
    True,
    False,
    Default,

    /// <summary>A number with its sign, if it has one.</summary>
    Number,

    /// <summary>What is between the quotes; doubled quotes are still doubled.</summary>
    String,

    /// <summary>What is between the brackets of <c>ARRAY[…]</c>; read it with <see cref="PlainValuesReader.OverElements"/>.</summary>
    Array,
}

/// <summary>One value of a plain VALUES list: spans of the UTF-8 text, nothing copied.</summary>
public readonly record struct PlainValueToken(PlainValueKind Kind, int Start, int Length)
{
    /// <summary>True if a string has doubled quotes to undo.</summary>
    public bool HasDoubledQuotes { get; init; }

    /// <summary>Where the type of <c>type 'text'</c> or of <c>value::type</c> starts; it may end in <c>[]</c> and is not folded.</summary>
    public int TypeStart { get; init; }

    /// <summary>The length of the type, 0 if there is none.</summary>
    public int TypeLength { get; init; }

    /// <summary>The bytes of the value.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8.Slice(Start, Length);

    /// <summary>The bytes of the type.</summary>
    public ReadOnlySpan<byte> TypeText(ReadOnlySpan<byte> utf8) => utf8.Slice(TypeStart, TypeLength);
}

/// <summary>What <see cref="PlainValuesReader.Read"/> came upon.</summary>
public enum PlainValuesStep
{
    /// <summary>Something that only the full parser can judge, be it right or wrong; the reader is of no more use.</summary>
    NotPlain = 0,

    /// <summary>A value.</summary>
    Value,

    /// <summary>The end of a row, or of an array's elements.</summary>
    EndOfRow,

    /// <summary>The end of the statement: nothing but blanks and semicolons follows.</summary>
    End,
}
