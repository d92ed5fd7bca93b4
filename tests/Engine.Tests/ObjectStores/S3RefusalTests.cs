using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.ObjectStores;

[Collection(S3CollectionDefinition.Name)]
[Trait("Needs", "S3")]
public sealed class S3RefusalTests(S3Fixture fixture)
{
    [Theory]
    [InlineData("Get")]
    [InlineData("Put")]
    [InlineData("PutIfAbsent")]
    [InlineData("List")]
    public async Task An_unknown_access_key_is_named(string call)
    {
        var options = fixture.Server.OptionsFor(S3Fixture.Bucket);
        options.AccessKeyId = "nobodysaccesskey0001";
        var exception = await FailAsync(options, call);
        Assert.Equal(ErrorKind.Unauthorized, exception.Kind);
        Assert.Contains("AWS_ACCESS_KEY_ID", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get")]
    [InlineData("PutIfAbsent")]
    public async Task A_wrong_secret_is_named_and_not_shown(string call)
    {
        var options = fixture.Server.OptionsFor(S3Fixture.Bucket);
        options.SecretAccessKey = "thisisnotthesecret";
        var exception = await FailAsync(options, call);
        Assert.Equal(ErrorKind.Unauthorized, exception.Kind);
        Assert.Contains("AWS_SECRET_ACCESS_KEY", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("thisisnotthesecret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get")]
    [InlineData("Put")]
    [InlineData("PutIfAbsent")]
    [InlineData("List")]
    public async Task A_missing_bucket_is_named(string call)
    {
        var exception = await FailAsync(fixture.Server.OptionsFor("no-such-bucket"), call);
        Assert.Contains("bucket does not exist", exception.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-bucket", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_unavailable_and_a_conditional_put_has_an_unknown_outcome()
    {
        var options = fixture.Server.OptionsFor(S3Fixture.Bucket);
        options.Endpoint = "http://127.0.0.1:9";
        Assert.Equal(ErrorKind.Unavailable, (await FailAsync(options, "Get")).Kind);
        Assert.Equal(ErrorKind.Unavailable, (await FailAsync(options, "Put")).Kind);
        using var store = new S3ObjectStore(options, TimeProvider.System);
        Assert.IsType<PutIfAbsentResult.Unknown>(await store.PutIfAbsentAsync("k", new byte[1], default));
    }

    private static async Task<GranaryException> FailAsync(ObjectStoreOptions options, string call)
    {
        using var store = new S3ObjectStore(options, TimeProvider.System);
        return await Assert.ThrowsAsync<GranaryException>(async () =>
        {
            switch (call)
            {
                case "Get": await store.TryGetAsync("k", default); break;
                case "Put": await store.PutAsync("k", ObjectBody.FromMemory(new byte[1]), default); break;
                case "PutIfAbsent": await store.PutIfAbsentAsync("k", new byte[1], default); break;
                default:
                    await foreach (var _ in store.ListAsync("", null, default)) { }
                    break;
            }
        });
    }
}
