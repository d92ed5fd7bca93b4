using System.Buffers;
using System.Text;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>COPY TO in text format.</summary>
internal sealed class CopyTextWriter(IReadOnlyList<ResultColumn> columns, CopyOptions options, WireContext context) : CopyWriter(columns, context)
{
    private readonly byte[] _null = Encoding.UTF8.GetBytes(options.Null);
    private readonly SearchValues<byte> _special = SearchValues.Create([(byte)'\\', (byte)'\b', (byte)'\f', (byte)'\n', (byte)'\r', (byte)'\t', (byte)'\v', options.Delimiter]);

    protected override void WriteHeader(WireBuffer output)
    {
        if (options.Header == CopyHeader.None) return;
        BeginMessage(output);
        for (var i = 0; i < Names.Length; i++)
        {
            if (i > 0) output.WriteByte(options.Delimiter);
            var start = output.Length;
            output.Write(Encoding.UTF8.GetBytes(Names[i]));
            Escape(output, start);
        }

        output.WriteByte((byte)'\n');
        EndMessage(output);
    }

    protected override void WriteRow(IReadOnlyList<Column> columns, int row, WireBuffer output)
    {
        for (var i = 0; i < Codecs.Length; i++)
        {
            if (i > 0) output.WriteByte(options.Delimiter);
            if (columns[i].IsNull(row))
            {
                output.Write(_null);
                continue;
            }

            var start = output.Length;
            Codecs[i].EncodeText(columns[i], row, output, Context);
            Escape(output, start);
        }

        output.WriteByte((byte)'\n');
    }

    private void Escape(WireBuffer output, int start)
    {
        var first = output.Written[start..].IndexOfAny(_special);
        if (first < 0) return;
        var rest = output.Written[(start + first)..].ToArray();
        output.Truncate(start + first);
        foreach (var value in rest)
        {
            if (_special.Contains(value)) output.WriteByte((byte)'\\');
            output.WriteByte(value switch
            {
                (byte)'\b' => (byte)'b',
                (byte)'\f' => (byte)'f',
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                (byte)'\t' => (byte)'t',
                (byte)'\v' => (byte)'v',
                _ => value,
            });
        }
    }
}
