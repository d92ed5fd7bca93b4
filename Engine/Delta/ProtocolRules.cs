using Granary.Engine.Delta.Actions;

namespace Granary.Engine.Delta;

/// <summary>What of the Delta protocol Granary understands: refused is what it would read or write wrongly.</summary>
internal static class ProtocolRules
{
    private const int FeaturesReaderVersion = 3;
    private const int MaxPlainReaderVersion = 2;
    private const int MaxPlainWriterVersion = 2;
    private const int FeaturesWriterVersion = 7;

    private static readonly string[] ReadableFeatures = [DeltaTypes.TimestampNtzFeature, "vacuumProtocolCheck"];
    private static readonly string[] WritableFeatures = [.. ReadableFeatures, "appendOnly"];

    public static void RequireReadable(DeltaAction.Protocol protocol, DeltaAction.Metadata metadata)
    {
        if (protocol.MinReaderVersion > FeaturesReaderVersion)
            throw DeltaErrors.Unsupported($"it needs reader version {protocol.MinReaderVersion}.");
        if (protocol.MinReaderVersion == FeaturesReaderVersion
            && protocol.ReaderFeatures.Except(ReadableFeatures).FirstOrDefault() is { } feature)
            throw DeltaErrors.Unsupported($"it needs the reader feature \"{feature}\".");
        if (protocol.MinReaderVersion >= MaxPlainReaderVersion
            && metadata.Configuration.GetValueOrDefault("delta.columnMapping.mode", "none") != "none")
            throw DeltaErrors.Unsupported("its columns are mapped to other names.");
    }

    public static void RequireWritable(DeltaAction.Protocol protocol)
    {
        if (protocol.MinWriterVersion <= MaxPlainWriterVersion) return;
        if (protocol.MinWriterVersion != FeaturesWriterVersion)
            throw DeltaErrors.Unsupported($"it needs writer version {protocol.MinWriterVersion}; it can be read only.");
        if (protocol.WriterFeatures.Except(WritableFeatures).FirstOrDefault() is { } feature)
            throw DeltaErrors.Unsupported($"it needs the writer feature \"{feature}\"; it can be read only.");
    }
}
