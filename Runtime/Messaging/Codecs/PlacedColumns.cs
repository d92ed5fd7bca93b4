using System.Globalization;
using Granary.Grains.Interfaces.Columns;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging.Codecs;

/// <summary>
/// Batches whose columns are known by their place. A frame leaves out columns that are NULL throughout and tells the others
/// by name; but a result may name two columns alike. So the frame's names are the places.
/// </summary>
internal static class PlacedColumns
{
    /// <summary>The batch with its columns named by place.</summary>
    public static ColumnBatch Write(ColumnBatch batch) =>
        new([.. Enumerable.Range(0, batch.Columns.Count).Select(place => place.ToString(CultureInfo.InvariantCulture))], batch.Columns, batch.RowCount);

    /// <summary>The batch with its own names, and with the columns that the frame left out.</summary>
    public static ColumnBatch Read(ColumnBatch batch, IReadOnlyList<string> names, IReadOnlyList<DataType> types)
    {
        var columns = new Column?[names.Count];
        for (var i = 0; i < batch.Columns.Count; i++)
        {
            var isPlace = int.TryParse(batch.Names[i], NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < columns.Length;
            if (!isPlace || columns[place] is not null) throw MessageErrors.Unreadable("a column has no place of its own");
            if (batch.Columns[i].Type.Kind != types[place].Kind) throw MessageErrors.Unreadable($"column {place} is {batch.Columns[i].Type} and not {types[place]}");
            columns[place] = batch.Columns[i];
        }
        return new ColumnBatch(names, [.. columns.Select((column, place) => column ?? Column.AllNull(types[place], batch.RowCount))], batch.RowCount);
    }

    public static IEnumerable<ColumnMessage> WriteHeads(IReadOnlyList<string> names, IReadOnlyList<DataType> types) =>
        names.Select((name, i) => new ColumnMessage { Name = name, Type = TypeCodec.Write(types[i]) });

    public static (string[] Names, DataType[] Types) ReadHeads(IReadOnlyCollection<ColumnMessage> columns) =>
        ([.. columns.Select(column => column.Name)], [.. columns.Select(column => TypeCodec.Read(column.Type))]);
}
