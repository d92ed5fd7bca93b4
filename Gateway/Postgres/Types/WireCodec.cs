using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types;

/// <summary>
/// Carries the values of one type between the wire and columns, in PostgreSQL's text and binary formats. Holds no state of
/// a session; safe for many threads. Decoders append exactly one value or throw `GranaryException` having appended none
/// (an array may leave elements behind: truncate the row). NULL never comes here.
/// </summary>
internal abstract class WireCodec(SqlType type)
{
    /// <summary>The type.</summary>
    public SqlType Type { get; } = type;

    /// <summary>Whether a text that holds it in an array must be looked at for quotes (not so for numbers and the like).</summary>
    public virtual bool MayNeedQuotes => true;

    /// <summary>Reads a value by the type's input function.</summary>
    public abstract void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context);

    /// <summary>As <see cref="DecodeText"/>, of text known to be UTF-8 without NUL (checked for many values at once).</summary>
    public virtual void DecodeValidText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) => DecodeText(text, target, context);

    /// <summary>Reads a value by the type's receive function.</summary>
    public abstract void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context);

    /// <summary>Writes a value that isn't NULL as the type's output function does.</summary>
    public abstract void EncodeText(Column column, int row, WireBuffer output, WireContext context);

    /// <summary>Writes a value that isn't NULL as the type's send function does.</summary>
    public abstract void EncodeBinary(Column column, int row, WireBuffer output, WireContext context);
}
