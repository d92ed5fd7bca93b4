using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Postgres.Types.Arrays;

/// <summary>Puts the elements of arrays into a column of lists by their codec.</summary>
internal readonly struct ColumnArraySink : IArraySink
{
    private readonly WireCodec _codec;
    private readonly WireContext _context;
    private readonly ColumnBuilder _target;
    private readonly ColumnBuilder _elements;
    private readonly int _elementsBefore;

    public ColumnArraySink(ArrayShape shape, ColumnBuilder target, WireContext context)
    {
        (_codec, _context, _target, _elements) = (shape.Element, context, target, target);
        for (var i = 0; i < shape.Dimensions; i++) _elements = _elements.Child;
        _elementsBefore = _elements.Length;
    }

    public void Add(ReadOnlySpan<byte> element) => _codec.DecodeText(element, _elements, _context);

    public void AddNull() => _elements.AppendNull();

    public void Forget() => _elements.Truncate(_elementsBefore);

    public void EndList(int depth)
    {
        var list = _target;
        for (var i = 1; i < depth; i++) list = list.Child;
        list.EndList();
    }
}
