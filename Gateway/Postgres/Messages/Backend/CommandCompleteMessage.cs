using System.Buffers.Text;
using System.Text;

namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`CommandComplete`: a statement's tag, with a count of rows where the command has one.</summary>
internal static class CommandCompleteMessage
{
    private const int MaxCountLength = 20;

    public static void Write(MessageBuffer buffer, CommandTag tag, long rowCount)
    {
        buffer.Begin(BackendCode.CommandComplete);
        var span = buffer.GetSpan(tag.Text.Length + MaxCountLength + 2);
        var length = Encoding.ASCII.GetBytes(tag.Text, span);
        if (tag.HasCount)
        {
            span[length++] = (byte)' ';
            Utf8Formatter.TryFormat(rowCount, span[length..], out var digits);
            length += digits;
        }

        span[length++] = 0;
        buffer.Advance(length);
        buffer.End();
    }
}
