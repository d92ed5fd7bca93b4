namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>Where a record found at opening lies.</summary>
/// <param name="FileNumber">The file.</param>
/// <param name="Offset">The record's first byte in it.</param>
/// <param name="Header">Its header.</param>
internal readonly record struct WalPosition(long FileNumber, long Offset, WalRecordHeader Header);
