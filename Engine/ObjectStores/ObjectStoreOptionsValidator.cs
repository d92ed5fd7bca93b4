using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Granary.Engine.ObjectStores;

/// <summary>Checks <see cref="ObjectStoreOptions"/>, in sentences that name the environment's variables.</summary>
public sealed class ObjectStoreOptionsValidator : IValidateOptions<ObjectStoreOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ObjectStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = FindProblems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> FindProblems(ObjectStoreOptions options)
    {
        foreach (var problem in FindAnnotated(options)) yield return problem;
        foreach (var problem in FindIncomplete(options)) yield return problem;
        if (options.Bucket is { } bucket && !IsBucketName(bucket))
            yield return $"AWS_S3_BUCKET \"{bucket}\" is not a bucket's name (3 to 63 of a-z, A-Z, 0-9, '.', '-', '_').";
        if (options.Endpoint is { } endpoint && !IsHttpAddress(endpoint))
            yield return $"AWS_S3_ENDPOINT \"{endpoint}\" is not an http or https address like http://127.0.0.1:9000.";
        if (FindBadPrefix(options.TablePrefix) is { } badPrefix) yield return badPrefix;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options type is used directly.")]
    private static IEnumerable<string> FindAnnotated(ObjectStoreOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => $"{ObjectStoreOptions.SectionName}: {result.ErrorMessage}");
    }

    private static IEnumerable<string> FindIncomplete(ObjectStoreOptions options)
    {
        if (options.AccessKeyId is null != options.SecretAccessKey is null)
            yield return "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set both or neither.";
        if (options.SessionToken is not null && options.AccessKeyId is null)
            yield return "AWS_SESSION_TOKEN needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
        if (options.Endpoint is not null && options.Bucket is null)
            yield return "AWS_S3_ENDPOINT is set but AWS_S3_BUCKET is not: name the bucket, or unset the endpoint.";
    }

    private static bool IsBucketName(string name) =>
        name.Length is >= 3 and <= 63 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsHttpAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.PathAndQuery == "/";

    private static string? FindBadPrefix(string prefix)
    {
        try
        {
            _ = new ObjectPaths(prefix);
            return null;
        }
        catch (Grains.Interfaces.Errors.GranaryException exception)
        {
            return $"TIMEFUSION_TABLE_PREFIX: {exception.Message}";
        }
    }
}
