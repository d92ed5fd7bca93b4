using Granary.Engine.WriteAheadLog.Files;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.Tests.WriteAheadLog;

/// <summary>A disk whose calls fail when the test says so.</summary>
internal sealed class FailingWalDisk : WalDisk
{
    public static readonly IOException DiskFull = new("no space left", 28);
    private int _syncs;

    public IOException? FailWrites { get; set; }

    public IOException? FailAllocations { get; set; }

    public IOException? FailSyncs { get; set; }

    public int SyncCount => Volatile.Read(ref _syncs);

    public override void Allocate(SafeFileHandle file, long length)
    {
        if (FailAllocations is not null) throw FailAllocations;
        base.Allocate(file, length);
    }

    public override void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset)
    {
        // only what is larger than an end record or a header: those must still find their place
        if (FailWrites is not null && pieces[0].Length > 64) throw FailWrites;
        base.Write(file, pieces, offset);
    }

    public override void Sync(SafeFileHandle file)
    {
        if (FailSyncs is not null) throw FailSyncs;
        Interlocked.Increment(ref _syncs);
        base.Sync(file);
    }
}
