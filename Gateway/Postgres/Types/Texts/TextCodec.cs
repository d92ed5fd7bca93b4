using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Texts;

/// <summary>`text`, `varchar(n)` and the types whose values travel as their text (`name`, `"char"`, reg… names, records).</summary>
internal sealed class TextCodec : WireCodec
{
    private readonly int _maxCharacters;
    private readonly bool _hasBinary;

    public TextCodec(SqlType type) : base(type)
    {
        _maxCharacters = type.Oid == TypeOids.Varchar && type.Modifier >= 4 ? type.Modifier - 4 : type.Storage.MaxCharacters;
        _hasBinary = type.Oid != TypeOids.Record && !TypeOids.IsOidLike(type.Oid);
    }

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        TextEncoding.Check(text);
        DecodeValidText(text, target, context);
    }

    public override void DecodeValidText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        if (_maxCharacters != 0 && text.Length > _maxCharacters) text = Cut(text);
        target.AppendBytes(text);
    }

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) => DecodeText(value, target, context);

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) => output.Write(column.GetBytes(row));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context)
    {
        if (_hasBinary) output.Write(column.GetBytes(row));
        else if (TypeOids.IsOidLike(Type.Oid) && uint.TryParse(column.GetBytes(row), out var oid)) output.WriteInt32(unchecked((int)oid));
        else throw ValueErrors.Unsupported("a result of this type is sent as text only", "Ask for the column in text format or cast it to text.");
    }

    // blanks behind the limit are dropped, anything else is refused
    private ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text)
    {
        var (at, characters) = (0, 0);
        while (at < text.Length && characters < _maxCharacters)
        {
            Rune.DecodeFromUtf8(text[at..], out _, out var length);
            at += length;
            characters++;
        }

        if (text[at..].IndexOfAnyExcept((byte)' ') >= 0)
            throw ValueErrors.Invalid(SqlState.StringDataRightTruncation, $"value too long for type character varying({_maxCharacters})");
        return text[..at];
    }
}
