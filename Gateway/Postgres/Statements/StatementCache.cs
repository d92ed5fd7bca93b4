using System.Collections.Concurrent;
using System.Text;
using Granary.Gateway.Postgres.Types.Texts;
using Granary.Sql.Parsing;
using Granary.Sql.Syntax;
using Microsoft.Extensions.Options;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>
/// Texts that were parsed before, found by their bytes. Bounded by the clock algorithm: a text that was used since the
/// hand passed stays. Long texts and plain INSERTs, which rarely come twice, are not kept. Thread-safe.
/// </summary>
internal sealed class StatementCache(IOptions<GatewayOptions> options)
{
    private const int MaxTextBytes = 16 * 1024;

    private readonly int _capacity = options.Value.StatementCacheEntries;
    private readonly ConcurrentDictionary<byte[], Entry> _entries = new(TextBytesComparer.Instance);
    private readonly ConcurrentQueue<Entry> _ring = new();

    /// <summary>Texts held now.</summary>
    public int Count => _entries.Count;

    /// <summary>The statements of a text that was parsed before; null for any other.</summary>
    /// <param name="text">UTF-8.</param>
    public ParsedStatement[]? Find(ReadOnlySpan<byte> text)
    {
        if (!_entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var entry)) return null;
        entry.WasUsed = true;
        return entry.Statements;
    }

    /// <summary>The statements of a text.</summary>
    /// <param name="text">UTF-8.</param>
    public ParsedStatement[] Parse(ReadOnlySpan<byte> text)
    {
        if (Find(text) is { } found) return found;
        var statements = ParseText(Decode(text));
        if (text.Length <= MaxTextBytes && !IsPlainInsert(text, statements)) Keep(new Entry(text.ToArray(), statements));
        return statements;
    }

    private static bool IsPlainInsert(ReadOnlySpan<byte> text, ParsedStatement[] statements) =>
        statements is [{ Syntax: InsertStatement }] && !text.Contains((byte)'$');

    private static ParsedStatement[] ParseText(string text) =>
        [.. SqlParser.ParseScript(text).Select(part => new ParsedStatement(part.Statement))];

    private static string Decode(ReadOnlySpan<byte> text)
    {
        TextEncoding.Check(text);
        return Encoding.UTF8.GetString(text);
    }

    private void Keep(Entry entry)
    {
        if (!_entries.TryAdd(entry.Text, entry)) return;
        _ring.Enqueue(entry);
        while (_entries.Count > _capacity && _ring.TryDequeue(out var oldest))
        {
            if (oldest.WasUsed)
            {
                oldest.WasUsed = false;
                _ring.Enqueue(oldest);
            }
            else
            {
                _entries.TryRemove(oldest.Text, out _);
            }
        }
    }

    private sealed class Entry(byte[] text, ParsedStatement[] statements)
    {
        public byte[] Text { get; } = text;

        public ParsedStatement[] Statements { get; } = statements;

        public volatile bool WasUsed;
    }
}
