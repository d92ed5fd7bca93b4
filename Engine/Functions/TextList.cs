using System.Buffers;
using System.Runtime.InteropServices;
using Granary.Engine.DuckDb;

namespace Granary.Engine.Functions;

/// <summary>Collects lists of texts row by row, then writes them as one list vector.</summary>
internal sealed class TextList(int rowCount)
{
    private readonly ListEntry[] _entries = new ListEntry[rowCount];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<int> _ends = [];
    private int _row;
    private int _first;

    /// <summary>Adds a text to the present row.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        _bytes.Write(text);
        _ends.Add(_bytes.WrittenCount);
    }

    /// <summary>Adds a NULL to the present row.</summary>
    public void AddNull() => _ends.Add(~_bytes.WrittenCount);

    /// <summary>Forgets the texts of the present row.</summary>
    public void Forget() => _ends.RemoveRange(_first, _ends.Count - _first);

    public void EndRow()
    {
        _entries[_row++] = new ListEntry((ulong)_first, (ulong)(_ends.Count - _first));
        _first = _ends.Count;
    }

    public void WriteTo(VectorWriter result)
    {
        _entries.CopyTo(result.Values<ListEntry>(_entries.Length));
        var child = result.ListChild(_ends.Count);
        var start = 0;
        for (var i = 0; i < _ends.Count; i++)
        {
            if (_ends[i] < 0) child.SetNull(i);
            else
            {
                child.SetBytes(i, _bytes.WrittenSpan[start.._ends[i]]);
                start = _ends[i];
            }
        }
    }

    /// <summary>`duckdb_list_entry`.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct ListEntry(ulong Offset, ulong Length);
}
