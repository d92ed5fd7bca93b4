using System.Buffers;
using System.Text;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>COPY TO in csv format.</summary>
internal sealed class CopyCsvWriter : CopyWriter
{
    private readonly CopyOptions _options;
    private readonly byte[] _null;
    private readonly bool[] _forceQuote;
    private readonly SearchValues<byte> _special;

    public CopyCsvWriter(IReadOnlyList<ResultColumn> columns, CopyOptions options, WireContext context) : base(columns, context)
    {
        _options = options;
        _null = Encoding.UTF8.GetBytes(options.Null);
        _special = SearchValues.Create([options.Delimiter, options.Quote, (byte)'\n', (byte)'\r']);
        _forceQuote = new bool[Names.Length];
        if (options.ForceQuote is { Count: 0 }) Array.Fill(_forceQuote, true);
        foreach (var column in options.ForceQuote ?? [])
        {
            var index = Array.IndexOf(Names, column);
            if (index < 0) throw new GranaryException(ErrorKind.Invalid, SqlState.InvalidColumnReference, $"FORCE_QUOTE column \"{column}\" not referenced by COPY");
            _forceQuote[index] = true;
        }
    }

    protected override void WriteHeader(WireBuffer output)
    {
        if (_options.Header == CopyHeader.None) return;
        BeginMessage(output);
        for (var i = 0; i < Names.Length; i++)
        {
            if (i > 0) output.WriteByte(_options.Delimiter);
            var start = output.Length;
            output.Write(Encoding.UTF8.GetBytes(Names[i]));
            Quote(output, start, force: false);
        }

        output.WriteByte((byte)'\n');
        EndMessage(output);
    }

    protected override void WriteRow(IReadOnlyList<Column> columns, int row, WireBuffer output)
    {
        for (var i = 0; i < Codecs.Length; i++)
        {
            if (i > 0) output.WriteByte(_options.Delimiter);
            if (columns[i].IsNull(row))
            {
                output.Write(_null);
                continue;
            }

            var start = output.Length;
            Codecs[i].EncodeText(columns[i], row, output, Context);
            Quote(output, start, _forceQuote[i]);
        }

        output.WriteByte((byte)'\n');
    }

    private void Quote(WireBuffer output, int start, bool force)
    {
        var text = output.Written[start..];
        // what would be read as NULL or as the end of data is quoted too
        if (!force && text.IndexOfAny(_special) < 0 && !text.SequenceEqual(_null) && !(Codecs.Length == 1 && text.SequenceEqual("\\."u8))) return;
        var copy = text.ToArray();
        output.Truncate(start);
        output.WriteByte(_options.Quote);
        foreach (var value in copy)
        {
            if (value == _options.Quote || value == _options.Escape) output.WriteByte(_options.Escape);
            output.WriteByte(value);
        }

        output.WriteByte(_options.Quote);
    }
}
