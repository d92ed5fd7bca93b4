namespace Granary.Engine.ObjectStores;

/// <summary>Ends the reading of a body that stands still: the SDK's and HttpClient's time-outs end with the headers.</summary>
internal sealed class S3BodyClock(
    string what, TimeSpan stallLimit, TimeProvider timeProvider, S3Errors errors, CancellationToken cancellationToken)
{
    /// <summary>Reads the stream to its end in pieces; each piece that arrives winds the clock again.</summary>
    /// <param name="stream">The body.</param>
    /// <param name="nextBuffer">Where the next piece goes.</param>
    /// <param name="consume">Told how many bytes have arrived; false when nothing more is wanted.</param>
    public async Task ReadAsync(Stream stream, Func<Memory<byte>> nextBuffer, Func<int, CancellationToken, ValueTask<bool>> consume)
    {
        using var timer = new CancellationTokenSource(stallLimit, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        while (true)
        {
            timer.CancelAfter(stallLimit);
            var count = await ReadPieceAsync(stream, nextBuffer(), timer, both.Token);
            // the local disk's slowness is not the server's
            timer.CancelAfter(Timeout.InfiniteTimeSpan);
            if (!await consume(count, cancellationToken) || count == 0) return;
        }
    }

    /// <summary>The error for a body that ended before its length.</summary>
    public Exception EndedEarly(long received, long expected) =>
        errors.Translate(what, new IOException($"the answer ended after {received} of {expected} bytes"))!;

    private async Task<int> ReadPieceAsync(
        Stream stream, Memory<byte> buffer, CancellationTokenSource timer, CancellationToken token)
    {
        try
        {
            return await stream.ReadAsync(buffer, token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = timer.IsCancellationRequested
                ? new TimeoutException($"the answer stood still for {stallLimit.TotalSeconds:0.###} s", exception)
                : exception;
            throw errors.Translate(what, cause) ?? cause;
        }
    }
}
