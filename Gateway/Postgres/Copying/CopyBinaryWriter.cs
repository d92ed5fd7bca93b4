using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>COPY TO in binary format.</summary>
internal sealed class CopyBinaryWriter(IReadOnlyList<ResultColumn> columns, WireContext context) : CopyWriter(columns, context)
{
    protected override void WriteHeader(WireBuffer output)
    {
        BeginMessage(output);
        output.Write([0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]);
        EndMessage(output);
    }

    protected override void WriteRow(IReadOnlyList<Column> columns, int row, WireBuffer output)
    {
        output.WriteInt16((short)Codecs.Length);
        for (var i = 0; i < Codecs.Length; i++)
        {
            if (columns[i].IsNull(row))
            {
                output.WriteInt32(-1);
                continue;
            }

            var at = output.Length;
            output.WriteInt32(0);
            Codecs[i].EncodeBinary(columns[i], row, output, Context);
            output.Patch(at, output.Length - at - 4);
        }
    }

    protected override void WriteTrailer(WireBuffer output)
    {
        BeginMessage(output);
        output.WriteInt16(-1);
        EndMessage(output);
    }
}
