using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`RowDescription`: the columns of the rows that follow.</summary>
internal static class RowDescriptionMessage
{
    /// <summary>Writes the message.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="formats">As Bind gives them; none while they are not known.</param>
    public static void Write(MessageBuffer buffer, IReadOnlyList<ResultColumn> columns, short[] formats)
    {
        buffer.Begin(BackendCode.RowDescription);
        buffer.WriteInt16((short)columns.Count);
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            buffer.WriteCString(column.Name);
            buffer.WriteUInt32(column.TableOid);
            buffer.WriteInt16(column.AttributeNumber);
            buffer.WriteUInt32(column.Type.Oid);
            buffer.WriteInt16(TypeLength(column.Type.Oid));
            buffer.WriteInt32(column.Type.Modifier);
            buffer.WriteInt16(BindMessage.FormatOf(formats, i));
        }

        buffer.End();
    }

    /// <summary>`typlen` of the types that can be in a result; -1 for those of varying length.</summary>
    private static short TypeLength(uint oid) => oid switch
    {
        16 or 18 => 1,
        21 => 2,
        23 or 26 or 28 or 29 or 700 or 1082 or 24 or 2202 or 2203 or 2204 or 2205 or 2206 or 3734 or 3769 or 4089 or 4096 or 4191 or 2278 => 4,
        27 => 6,
        20 or 701 or 790 or 1083 or 1114 or 1184 or 3220 or 5069 => 8,
        1266 => 12,
        1186 or 2950 => 16,
        19 => 64,
        2275 or 705 => -2,
        _ => -1,
    };
}
