using System.Text.Json;
using Granary.Engine.ObjectStores;

namespace Granary.Engine.Tests.Delta;

/// <summary>
/// What the JSON commits say is live, read in the plainest way: shares no code with the engine's reading, to check it.
/// </summary>
internal static class PlainReplay
{
    /// <summary>Paths as the log writes them; fails on a gap, a path added twice, or a nonce that comes twice.</summary>
    public static async Task<(SortedSet<string> Live, Dictionary<string, long> Transactions, long Version)> RunAsync(
        IObjectStore store, string logRoot)
    {
        var live = new SortedSet<string>(StringComparer.Ordinal);
        var transactions = new Dictionary<string, long>();
        var nonces = new HashSet<string>();
        long version = -1;
        await foreach (var info in store.ListAsync(logRoot, null, default))
        {
            if (!info.Key.EndsWith(".json", StringComparison.Ordinal)) continue;
            Assert.Equal($"{logRoot}{++version:D20}.json", info.Key);
            var text = System.Text.Encoding.UTF8.GetString((await store.TryGetAsync(info.Key, default))!.Value.Span);
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var action = JsonDocument.Parse(line).RootElement.EnumerateObject().Single();
                if (action.Name == "add") Assert.True(live.Add(action.Value.GetProperty("path").GetString()!), line);
                if (action.Name == "remove") live.Remove(action.Value.GetProperty("path").GetString()!);
                if (action.Name == "txn")
                    transactions[action.Value.GetProperty("appId").GetString()!] = action.Value.GetProperty("version").GetInt64();
                if (action.Name == "commitInfo" && action.Value.TryGetProperty("nonce", out var nonce))
                    Assert.True(nonces.Add(nonce.GetString()!), "one commit twice");
            }
        }
        return (live, transactions, version);
    }
}
