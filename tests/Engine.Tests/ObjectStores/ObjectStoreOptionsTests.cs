using Granary.Engine.ObjectStores;

namespace Granary.Engine.Tests.ObjectStores;

public sealed class ObjectStoreOptionsTests
{
    public static TheoryData<ObjectStoreOptions, string> Bad => new()
    {
        { new() { AccessKeyId = "a" }, "AWS_SECRET_ACCESS_KEY" },
        { new() { SecretAccessKey = "a" }, "AWS_ACCESS_KEY_ID" },
        { new() { SessionToken = "a" }, "AWS_SESSION_TOKEN" },
        { new() { Endpoint = "http://localhost:9000" }, "AWS_S3_BUCKET" },
        { new() { Bucket = "bucket", Endpoint = "localhost:9000" }, "AWS_S3_ENDPOINT" },
        { new() { Bucket = "bucket", Endpoint = "http://localhost/path" }, "AWS_S3_ENDPOINT" },
        { new() { Bucket = "no such bucket" }, "AWS_S3_BUCKET" },
        { new() { TablePrefix = "../x" }, "TIMEFUSION_TABLE_PREFIX" },
        { new() { Region = "" }, "Region" },
        { new() { LogRequestTimeout = TimeSpan.Zero }, "LogRequestTimeout" },
        { new() { MaxAttempts = 0 }, "MaxAttempts" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_setting_is_named(ObjectStoreOptions options, string named)
    {
        var result = new ObjectStoreOptionsValidator().Validate(null, options);
        Assert.True(result.Failed);
        Assert.Contains(named, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_and_a_full_bucket_are_good()
    {
        Assert.True(new ObjectStoreOptionsValidator().Validate(null, new()).Succeeded);
        Assert.True(new ObjectStoreOptionsValidator().Validate(null, new()
        {
            Bucket = "b-1.x",
            Endpoint = "https://s3.example.com",
            AccessKeyId = "a",
            SecretAccessKey = "b",
            SessionToken = "c",
        }).Succeeded);
    }
}
