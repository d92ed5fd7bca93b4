using System.Text.Unicode;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;
using Granary.Sql.Lexing;

namespace Granary.Gateway.Ingest;

/// <summary>
/// The fast path of `INSERT … VALUES`: from the statement's bytes straight into columns. It takes only what surely means the
/// same as in the full parser and resolver, and never judges: whatever else it meets, a wrong value too, it gives null for,
/// and the slow path decides and finds the error's position.
/// </summary>
internal sealed class PlainInsertDecoder
{
    private readonly TableSchema _schema;
    private readonly WireContext _context;
    private readonly long _statementTime;
    private readonly int[] _indexes;
    private readonly WireCodec[] _codecs;
    private readonly BatchBuilder _batch;
    private byte[] _unquoted = [];

    private PlainInsertDecoder(TableSchema schema, int[] indexes, WireContext context, long statementTime)
    {
        _schema = schema;
        _context = context;
        _statementTime = statementTime;
        _indexes = indexes;
        _codecs = [.. indexes.Select(index => WireTypes.For(schema.Columns[index].Type))];
        _batch = new BatchBuilder([.. indexes.Select(index => schema.ColumnNames[index])], [.. indexes.Select(index => schema.ColumnTypes[index])]);
    }

    /// <summary>The rows of a statement in the columns that it names, or null when the slow path must look.</summary>
    /// <param name="utf8">The whole statement.</param>
    /// <param name="head">Its head, read from the same bytes.</param>
    /// <param name="schema">The table that the head's target is resolved to.</param>
    /// <param name="context">The session's settings.</param>
    /// <param name="statementTime">For DEFAULT, microseconds since 1970 UTC.</param>
    public static ColumnBatch? TryDecode(ReadOnlySpan<byte> utf8, PlainInsertHead head, TableSchema schema, WireContext context, long statementTime)
    {
        if (FindColumns(head, schema) is not { } indexes || !Utf8.IsValid(utf8)) return null;
        var decoder = new PlainInsertDecoder(schema, indexes, context, statementTime);
        try
        {
            return decoder.ReadRows(utf8, head.ValuesEnd) ? decoder._batch.ToBatch() : null;
        }
        catch (GranaryException)
        {
            return null; // the slow path throws it with the position
        }
    }

    private static int[]? FindColumns(PlainInsertHead head, TableSchema schema)
    {
        if (head.Columns.Count == 0) return [.. Enumerable.Range(0, schema.Columns.Count)];
        var indexes = new int[head.Columns.Count];
        for (var i = 0; i < indexes.Length; i++)
        {
            indexes[i] = schema.IndexOf(head.Columns[i]);
            if (indexes[i] < 0 || indexes.AsSpan(0, i).Contains(indexes[i])) return null;
        }

        return indexes;
    }

    private bool ReadRows(ReadOnlySpan<byte> utf8, int position)
    {
        var reader = new PlainValuesReader(utf8, position);
        var column = 0;
        while (true)
        {
            switch (reader.Read(out var value))
            {
                case PlainValuesStep.Value:
                    if (column == _indexes.Length || !TryAppend(utf8, value, column)) return false;
                    column++;
                    break;
                case PlainValuesStep.EndOfRow:
                    if (column != _indexes.Length) return false;
                    _batch.EndRow();
                    column = 0;
                    break;
                case PlainValuesStep.End:
                    return true;
                default:
                    return false;
            }
        }
    }

    private bool TryAppend(ReadOnlySpan<byte> utf8, PlainValueToken value, int column)
    {
        var target = _batch.Columns[column];
        if (value.TypeLength > 0 && !IsTypeOf(value.TypeText(utf8), target.Type)) return false;
        switch (value.Kind)
        {
            case PlainValueKind.String:
                _codecs[column].DecodeValidText(Unquote(utf8, value), target, _context);
                return true;
            case PlainValueKind.Number:
                if (!PlainNumbers.IsTakenBy(target.Type, value.Text(utf8))) return false;
                _codecs[column].DecodeValidText(value.Text(utf8), target, _context);
                return true;
            case PlainValueKind.Null:
                target.AppendNull();
                return true;
            case PlainValueKind.Default:
                ColumnDefaults.Append(_schema.Columns[_indexes[column]], target, _statementTime);
                return true;
            case PlainValueKind.True or PlainValueKind.False when target.Type.Kind == TypeKind.Boolean:
                target.Append(value.Kind == PlainValueKind.True ? (byte)1 : (byte)0);
                return true;
            case PlainValueKind.Array:
                return target.Type.Element is { IsArray: false } && TryAppendArray(utf8, value, target);
            default:
                return false;
        }
    }

    // ARRAY['a', 'b'] is text[] and ARRAY[1, 2] is integer[]: only such columns take them without a thought
    private bool TryAppendArray(ReadOnlySpan<byte> utf8, PlainValueToken value, ColumnBuilder target)
    {
        var element = target.Type.Element!;
        var codec = WireTypes.For(element);
        var reader = PlainValuesReader.OverElements(utf8, value);
        var (count, hasTyped) = (0, value.TypeLength > 0 || element.Kind == TypeKind.Text);
        while (true)
        {
            var step = reader.Read(out var item);
            if (step is PlainValuesStep.EndOfRow or PlainValuesStep.End)
            {
                if (count == 0 ? value.TypeLength == 0 : !hasTyped) return false;
                target.EndList();
                return true;
            }

            if (step != PlainValuesStep.Value || item.TypeLength > 0) return false;
            count++;
            switch (item.Kind)
            {
                case PlainValueKind.Null:
                    target.Child.AppendNull();
                    break;
                case PlainValueKind.String when value.TypeLength > 0 || element.Kind == TypeKind.Text:
                    codec.DecodeValidText(Unquote(utf8, item), target.Child, _context);
                    break;
                case PlainValueKind.Number when !element.IsText && PlainNumbers.IsTakenBy(element, item.Text(utf8)):
                    hasTyped = true;
                    codec.DecodeValidText(item.Text(utf8), target.Child, _context);
                    break;
                default:
                    return false;
            }
        }
    }

    private ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> utf8, PlainValueToken value)
    {
        var text = value.Text(utf8);
        if (!value.HasDoubledQuotes) return text;
        if (_unquoted.Length < text.Length) _unquoted = new byte[Math.Max(text.Length, 2 * _unquoted.Length)];
        var (at, count) = (0, 0);
        while (at < text.Length)
        {
            var quote = text[at..].IndexOf((byte)'\'');
            var length = quote < 0 ? text.Length - at : quote + 1;
            text.Slice(at, length).CopyTo(_unquoted.AsSpan(count));
            count += length;
            at += quote < 0 ? length : length + 1; // the second of two quotes is dropped
        }

        return _unquoted.AsSpan(0, count);
    }

    private static bool IsTypeOf(ReadOnlySpan<byte> written, DataType type)
    {
        if (type.Element is { } element)
            return written.EndsWith("[]"u8) && IsTypeOf(written[..^2], element);
        return type.Kind switch
        {
            TypeKind.Text => Is(written, "text"u8),
            TypeKind.Json => Is(written, "json"u8),
            TypeKind.Jsonb => Is(written, "jsonb"u8),
            TypeKind.Int16 => Is(written, "smallint"u8) || Is(written, "int2"u8),
            TypeKind.Int32 => Is(written, "integer"u8) || Is(written, "int"u8) || Is(written, "int4"u8),
            TypeKind.Int64 => Is(written, "bigint"u8) || Is(written, "int8"u8),
            TypeKind.Float64 => Is(written, "float8"u8),
            TypeKind.Float32 => Is(written, "real"u8) || Is(written, "float4"u8),
            TypeKind.Boolean => Is(written, "boolean"u8) || Is(written, "bool"u8),
            TypeKind.Date => Is(written, "date"u8),
            TypeKind.Timestamp => Is(written, "timestamp"u8),
            TypeKind.TimestampTz => Is(written, "timestamptz"u8),
            TypeKind.Time => Is(written, "time"u8),
            TypeKind.Interval => Is(written, "interval"u8),
            TypeKind.Uuid => Is(written, "uuid"u8),
            TypeKind.Bytea => Is(written, "bytea"u8),
            _ => false,
        };
    }

    private static bool Is(ReadOnlySpan<byte> written, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(written, name);
}
