using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>
/// Reads the system's time zone files (TZif, RFC 8536). Not by TimeZoneInfo, which rounds old offsets to minutes where
/// PostgreSQL shows their seconds.
/// </summary>
internal static class ZoneFiles
{
    private const int HeaderLength = 44;

    private static readonly string Root = Environment.GetEnvironmentVariable("TZDIR") ?? "/usr/share/zoneinfo";
    private static readonly Lazy<Dictionary<string, string>> Names = new(ReadNames);
    private static readonly ConcurrentDictionary<string, ZoneHistory> Histories = new(); // bounded by the names

    /// <summary>A zone by its name in any case, or null.</summary>
    public static (string Name, ZoneHistory History)? TryRead(string name)
    {
        if (!Names.Value.TryGetValue(name, out var canonical)) return null;
        return (canonical, Histories.GetOrAdd(canonical, static file => Read(File.ReadAllBytes(Path.Combine(Root, file)))));
    }

    private static Dictionary<string, string> ReadNames()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!Directory.Exists(Root)) return names;
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(Root, file);
            if (name.StartsWith("posix/", StringComparison.Ordinal) || name.StartsWith("right/", StringComparison.Ordinal) || !IsZone(file)) continue;
            names[name] = name;
        }

        return names;
    }

    private static bool IsZone(string file)
    {
        Span<byte> magic = stackalloc byte[4];
        using var stream = File.OpenRead(file);
        return stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && magic.SequenceEqual("TZif"u8);
    }

    private static ZoneHistory Read(ReadOnlySpan<byte> file)
    {
        // the first block has 32-bit times; the second, which every file has since version 2, 64-bit ones
        var block = file;
        var width = 4;
        if (file[4] >= '2')
        {
            block = file[(HeaderLength + BodyLength(file, 4))..];
            width = 8;
        }

        var transitionCount = Count(block, 32);
        var typeCount = Count(block, 36);
        var times = block[HeaderLength..];
        var indexes = times[(transitionCount * width)..];
        var types = indexes[transitionCount..];
        var names = types[(6 * typeCount)..];
        var transitions = new long[transitionCount];
        var offsets = new int[transitionCount + 1];
        var abbreviations = new string[transitionCount + 1];
        offsets[0] = typeCount == 0 ? 0 : BinaryPrimitives.ReadInt32BigEndian(types);
        abbreviations[0] = typeCount == 0 ? "" : Abbreviation(names, types[5]);
        for (var i = 0; i < transitionCount; i++)
        {
            transitions[i] = width == 8 ? BinaryPrimitives.ReadInt64BigEndian(times[(8 * i)..]) : BinaryPrimitives.ReadInt32BigEndian(times[(4 * i)..]);
            offsets[i + 1] = BinaryPrimitives.ReadInt32BigEndian(types[(6 * indexes[i])..]);
            abbreviations[i + 1] = Abbreviation(names, types[6 * indexes[i] + 5]);
        }

        var footer = width == 8 ? Encoding.ASCII.GetString(block[(HeaderLength + BodyLength(block, 8))..]).Trim('\n') : "";
        var rule = PosixRule.Parse(footer);
        return new ZoneHistory(transitions, offsets, abbreviations, rule is { HasDaylight: true } ? rule : null);
    }

    private static string Abbreviation(ReadOnlySpan<byte> names, int at)
    {
        var name = names[at..];
        return Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
    }

    private static int Count(ReadOnlySpan<byte> block, int at) => BinaryPrimitives.ReadInt32BigEndian(block[at..]);

    private static int BodyLength(ReadOnlySpan<byte> block, int width) =>
        Count(block, 32) * (width + 1) + Count(block, 36) * 6 + Count(block, 40) + Count(block, 28) * (width + 4) + Count(block, 24) + Count(block, 20);
}
