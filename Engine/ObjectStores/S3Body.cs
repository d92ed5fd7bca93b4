using System.Buffers;
using Amazon.S3.Model;

namespace Granary.Engine.ObjectStores;

/// <summary>Takes the body of an answer, all of it or an error.</summary>
internal static class S3Body
{
    private const int CopyBufferBytes = 1 << 18;

    public static async Task FillAsync(S3BodyClock clock, GetObjectResponse response, Memory<byte> target)
    {
        var done = 0;
        if (target.Length > 0)
        {
            await clock.ReadAsync(response.ResponseStream, () => target[done..], (count, _) =>
            {
                done += count;
                return ValueTask.FromResult(done < target.Length);
            });
        }
        if (done != target.Length) throw clock.EndedEarly(done, target.Length);
    }

    public static async Task CopyAsync(S3BodyClock clock, GetObjectResponse response, Stream target)
    {
        var expected = response.ContentLength;
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferBytes);
        try
        {
            long done = 0;
            await clock.ReadAsync(response.ResponseStream, () => buffer, async (count, token) =>
            {
                done += count;
                await target.WriteAsync(buffer.AsMemory(0, count), token);
                return done < expected;
            });
            if (done != expected) throw clock.EndedEarly(done, expected);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
