using System.Buffers;
using System.Runtime.InteropServices;
using Granary.Engine.DuckDb;

namespace Granary.Engine.Functions;

/// <summary>Collects lists of texts row by row, then writes them as one list vector.</summary>
internal sealed class TextList(int rowCount)
{
    private readonly ListEntry[] _entries = new ListEntry[rowCount];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<(int Start, int End)> _texts = [];
    private int _row;
    private int _first;

    /// <summary>Adds a text to the present row.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        var start = _bytes.WrittenCount;
        _bytes.Write(text);
        _texts.Add((start, _bytes.WrittenCount));
    }

    /// <summary>Adds a NULL to the present row.</summary>
    public void AddNull() => _texts.Add((-1, -1));

    /// <summary>Forgets the texts of the present row.</summary>
    public void Forget() => _texts.RemoveRange(_first, _texts.Count - _first);

    public void EndRow()
    {
        _entries[_row++] = new ListEntry((ulong)_first, (ulong)(_texts.Count - _first));
        _first = _texts.Count;
    }

    public void WriteTo(VectorWriter result)
    {
        _entries.CopyTo(result.Values<ListEntry>(_entries.Length));
        var child = result.ListChild(_texts.Count);
        for (var i = 0; i < _texts.Count; i++)
        {
            var (start, end) = _texts[i];
            if (start < 0) child.SetNull(i);
            else child.SetBytes(i, _bytes.WrittenSpan[start..end]);
        }
    }

    /// <summary>`duckdb_list_entry`.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct ListEntry(ulong Offset, ulong Length);
}
