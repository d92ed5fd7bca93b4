using System.Text;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>
/// Reads a Bind of `INSERT … VALUES ($1, …), …` straight into the columns that it fills. Only for statements whose values
/// are parameters of the columns' own types, constants and NULLs, and that give nothing back. Immutable, made with the statement.
/// </summary>
internal sealed class PlainInsertBinder
{
    private readonly InsertTarget _target;
    private readonly WireCodec[] _codecs;
    private readonly string[] _names;
    private readonly DataType[] _types;

    private PlainInsertBinder(InsertTarget target)
    {
        _target = target;
        _types = [.. target.ColumnIndexes.Select(index => target.Table.ColumnTypes[index])];
        _names = [.. target.ColumnIndexes.Select(index => target.Table.ColumnNames[index])];
        _codecs = [.. _types.Select(WireTypes.For)];
    }

    /// <summary>The binder of a statement; null when it needs more than that.</summary>
    public static PlainInsertBinder? For(PreparedQuery? query)
    {
        if (query is not { Insert: { PlainRows: { } rows } target, Columns: null }) return null;
        var types = target.ColumnIndexes.Select(index => target.Table.ColumnTypes[index]).ToArray();
        foreach (var row in rows)
            for (var i = 0; i < row.Count; i++)
                if (row[i] is PlainValue.Default || row[i] is PlainValue.Parameter parameter && query.Parameters[parameter.Index].Storage != types[i]) return null;
        return new PlainInsertBinder(target);
    }

    public ColumnBatch Decode(in BindMessage message, WireContext context)
    {
        var spans = ReadSpans(message, out var values);
        var batch = new BatchBuilder(_names, _types);
        foreach (var row in _target.PlainRows!)
        {
            for (var i = 0; i < row.Count; i++) Append(row[i], i, batch.Columns[i], message, values, spans, context);
            batch.EndRow();
        }

        return batch.ToBatch();
    }

    private void Append(
        PlainValue value, int column, ColumnBuilder target, in BindMessage message, ReadOnlySpan<byte> values, (int From, int Length)[] spans, WireContext context)
    {
        switch (value)
        {
            case PlainValue.Parameter parameter when spans[parameter.Index].Length >= 0:
                var (from, length) = spans[parameter.Index];
                ParameterDecoder.Append(_codecs[column], BindMessage.FormatOf(message.ParameterFormats, parameter.Index), values.Slice(from, length), target, context);
                break;
            case PlainValue.Literal literal:
                _codecs[column].DecodeText(Encoding.UTF8.GetBytes(literal.Text), target, context);
                break;
            default:
                target.AppendNull();
                break;
        }
    }

    private static (int From, int Length)[] ReadSpans(in BindMessage message, out ReadOnlySpan<byte> values)
    {
        values = message.ValueBytes;
        var spans = new (int, int)[message.ParameterCount];
        var cursor = message.Values;
        for (var i = 0; i < spans.Length; i++)
        {
            var isValue = BindMessage.ReadValue(ref cursor, out var value);
            spans[i] = isValue ? (values.Length - cursor.Remaining - value.Length, value.Length) : (0, -1);
        }

        return spans;
    }
}
