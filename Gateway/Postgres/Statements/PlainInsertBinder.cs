using System.Text;
using Granary.Gateway.Ingest;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>
/// Reads the values of `INSERT … VALUES (…), …` straight into the columns that they fill, without the engine. Only for
/// statements whose values are constants, NULL, DEFAULT and parameters. Immutable, made with the statement.
/// </summary>
internal sealed class PlainInsertBinder
{
    private readonly InsertTarget _target;
    private readonly WireCodec[] _codecs;
    private readonly string[] _names;
    private readonly DataType[] _types;
    private readonly IReadOnlyList<SqlType> _parameters;

    private PlainInsertBinder(InsertTarget target, IReadOnlyList<SqlType> parameters)
    {
        _target = target;
        _parameters = parameters;
        _types = [.. target.ColumnIndexes.Select(index => target.Table.ColumnTypes[index])];
        _names = [.. target.ColumnIndexes.Select(index => target.Table.ColumnNames[index])];
        _codecs = [.. _types.Select(WireTypes.For)];
    }

    /// <summary>The binder of a statement; null when it needs more than that.</summary>
    public static PlainInsertBinder? For(PreparedQuery? query) =>
        query is { Insert: { PlainRows: not null } target } ? new PlainInsertBinder(target, query.Parameters) : null;

    /// <summary>The rows of a statement whose parameters are values already, if it has any.</summary>
    public ColumnBatch Decode(ColumnBatch? parameters, WireContext context, long statementTime) =>
        Decode(new BoundValues { Parameters = parameters }, context, statementTime);

    /// <summary>The rows of a Bind.</summary>
    public ColumnBatch Decode(in BindMessage message, WireContext context, long statementTime)
    {
        var values = new BoundValues { Bytes = message.ValueBytes, Formats = message.ParameterFormats, Spans = ReadSpans(message) };
        return Decode(values, context, statementTime);
    }

    private ColumnBatch Decode(BoundValues values, WireContext context, long statementTime)
    {
        var batch = new BatchBuilder(_names, _types);
        foreach (var row in _target.PlainRows!)
        {
            for (var i = 0; i < row.Count; i++)
            {
                var target = batch.Columns[i];
                switch (row[i])
                {
                    case PlainValue.Parameter parameter:
                        Append(parameter.Index, _codecs[i], target, values, context);
                        break;
                    case PlainValue.Literal literal:
                        _codecs[i].DecodeText(Encoding.UTF8.GetBytes(literal.Text), target, context);
                        break;
                    case PlainValue.Default:
                        ColumnDefaults.Append(_target.Table.Columns[_target.ColumnIndexes[i]], target, statementTime);
                        break;
                    default:
                        target.AppendNull();
                        break;
                }
            }

            batch.EndRow();
        }

        return batch.ToBatch();
    }

    private void Append(int index, WireCodec codec, ColumnBuilder target, BoundValues values, WireContext context)
    {
        var declared = _parameters[index];
        if (values.Parameters?.Columns[index] is { } column)
        {
            if (column.IsNull(0)) target.AppendNull();
            else if (declared.Storage == target.Type) target.Append(column);
            else AssignmentCast.Append(column, declared, codec, target, context);
            return;
        }

        var (from, length) = values.Spans[index];
        if (length < 0)
        {
            target.AppendNull();
            return;
        }

        var value = values.Bytes.Slice(from, length);
        var format = BindMessage.FormatOf(values.Formats, index);
        if (declared.Storage == target.Type) ParameterDecoder.Append(codec, format, value, target, context);
        else AssignmentCast.Append(declared, format, value, codec, target, context);
    }

    private static (int From, int Length)[] ReadSpans(in BindMessage message)
    {
        var total = message.ValueBytes.Length;
        var spans = new (int, int)[message.ParameterCount];
        var cursor = message.Values;
        for (var i = 0; i < spans.Length; i++)
        {
            var isValue = BindMessage.ReadValue(ref cursor, out var value);
            spans[i] = isValue ? (total - cursor.Remaining - value.Length, value.Length) : (0, -1);
        }

        return spans;
    }

    /// <summary>The parameters: where they lie in a Bind, or as one row.</summary>
    private readonly ref struct BoundValues
    {
        public ReadOnlySpan<byte> Bytes { get; init; }

        public short[] Formats { get; init; }

        public (int From, int Length)[] Spans { get; init; }

        public ColumnBatch? Parameters { get; init; }
    }
}
