using Google.Protobuf;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Messaging.Codecs;
using Granary.Runtime.Messaging.Framing;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Cluster.Tests.Messaging;

/// <summary>The bytes of messages: silos of two versions talk while a cluster is brought up to date, and damage is never taken for a message.</summary>
public sealed class MessageFormatTests
{
    // written once by version 1 and never again
    private const string Golden =
        "3D0000000A076772616E617279120A73696C6F3A31313131311803208827280130643A1D0A057461626C651203702F741A0B417070656E644173796E6322020102";

    private static readonly RequestMessage Request = new()
    {
        Cluster = "granary",
        TargetEndpoint = "silo:11111",
        TargetGeneration = 3,
        DeadlineMilliseconds = 5000,
        FrameCount = 1,
        FrameBytes = 100,
        Call = new CallMessage { GrainType = "table", GrainKey = "p/t", Method = "AppendAsync", Arguments = ByteString.CopyFrom(1, 2) },
    };

    [Fact]
    public async Task A_request_has_the_bytes_that_it_always_had()
    {
        var bytes = await WriteAsync(Request);
        Assert.Equal(Golden, Convert.ToHexString(bytes));
        Assert.Equal(Request, await new MessageReader(new MemoryStream(bytes)).ReadEnvelopeAsync(RequestMessage.Parser, default));
    }

    [Fact]
    public async Task Fields_of_a_newer_version_are_left_out()
    {
        // field 1000, a varint
        var newer = RequestMessage.Parser.ParseFrom([.. Request.ToByteArray(), 0xC0, 0x3E, 0x01]);
        var read = await new MessageReader(new MemoryStream(await WriteAsync(newer))).ReadEnvelopeAsync(RequestMessage.Parser, default);
        Assert.Equal("AppendAsync", read.Call.Method);
    }

    [Fact]
    public void A_kind_of_error_that_is_not_known_here_is_an_error_all_the_same() =>
        Assert.Equal(ErrorKind.Internal, ErrorCodec.Read(new ErrorMessage { Kind = 9999, Text = "new" }).Kind);

    [Fact]
    public async Task A_length_that_nothing_follows_takes_no_memory_and_ends()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new MessageReader(new MemoryStream([0xFF, 0xFF, 0xFF, 0x0F, 1, 2, 3]));
        await Assert.ThrowsAsync<EndOfStreamException>(() => reader.ReadEnvelopeAsync(RequestMessage.Parser, default).AsTask());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public async Task A_length_beyond_the_limit_is_refused()
    {
        var reader = new MessageReader(new MemoryStream([0xFF, 0xFF, 0xFF, 0xFF]));
        Assert.Equal(ErrorKind.Exhausted, (await Assert.ThrowsAsync<GranaryException>(() => reader.ReadEnvelopeAsync(RequestMessage.Parser, default).AsTask())).Kind);
    }

    [Fact]
    public async Task A_message_cut_anywhere_ends_early_and_garbage_in_it_is_refused()
    {
        var batch = Rows.Numbers(1, 2, 3);
        var whole = await WriteAsync(Request, batch);
        for (var length = 0; length < whole.Length; length++)
        {
            await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync(whole[..length]));
        }

        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = whole.ToArray();
            for (var hits = random.Next(1, 4); hits > 0; hits--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                await ReadAsync(damaged);
            }
            catch (Exception error) when (error is EndOfStreamException or GranaryException)
            {
                // refused in words
            }
        }
    }

    private static async Task<byte[]> WriteAsync(RequestMessage request, params Grains.Interfaces.Columns.ColumnBatch[] batches)
    {
        var stream = new MemoryStream();
        using var writer = new MessageWriter(stream);
        await writer.WriteAsync(request, batches, null, default);
        return stream.ToArray();
    }

    private static async Task ReadAsync(byte[] bytes)
    {
        var reader = new MessageReader(new MemoryStream(bytes));
        var request = await reader.ReadEnvelopeAsync(RequestMessage.Parser, default);
        // of a whole message all is read; the test's message says one frame of at most 100 bytes
        await reader.ReadFramesAsync(request.FrameCount, request.FrameBytes, default);
    }
}
