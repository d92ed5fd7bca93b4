using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Delta;

/// <summary>The sentences of the Delta log's errors.</summary>
internal static class DeltaErrors
{
    public static GranaryException Corrupt(string key, string problem, Exception? cause = null) =>
        new(ErrorKind.Corrupt, SqlState.DataCorrupted, $"The Delta log is damaged at \"{key}\": {problem}", cause);

    public static GranaryException Unsupported(string problem) =>
        new(ErrorKind.Unsupported, SqlState.FeatureNotSupported, $"This Delta table can't be used: {problem}");

    public static GranaryException Broken(string problem) =>
        new(ErrorKind.Internal, $"A commit that breaks the Delta log was not written: {problem}");
}
