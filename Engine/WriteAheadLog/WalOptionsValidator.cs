using Microsoft.Extensions.Options;

namespace Granary.Engine.WriteAheadLog;

/// <summary>The rules that hold between settings of the write-ahead log.</summary>
internal sealed class WalOptionsValidator : IValidateOptions<WalOptions>
{
    public ValidateOptionsResult Validate(string? name, WalOptions options)
    {
        var failures = new List<string>();
        if (options.Kind is not (WalKind.File or WalKind.Postgres)) failures.Add("GRANARY_WAL must be file or postgres.");
        if (options.BatchQueue && options.Kind != WalKind.File)
            failures.Add("ENABLE_BATCH_QUEUE works with GRANARY_WAL=file only: a shared log answers when the rows are stored.");
        if (options.WantedBytes > options.MaxBytes) failures.Add("The write-ahead log's wanted size is above its limit.");
        if (options.UnavailableAfter <= TimeSpan.Zero || options.MaintenanceInterval <= TimeSpan.Zero || options.BatchInterval <= TimeSpan.Zero)
            failures.Add("The write-ahead log's times must be above zero.");
        if (options.ClusterId.Length == 0) failures.Add("GRANARY_CLUSTER_ID must not be empty.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
