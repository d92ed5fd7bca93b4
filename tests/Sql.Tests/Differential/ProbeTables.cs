using System.Text;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;
using Granary.Sql.Catalog;

namespace Granary.Sql.Tests.Differential;

/// <summary>The tables that probes read, from the same text that PostgreSQL was given.</summary>
internal sealed class ProbeTables : ICatalog
{
    private readonly List<CatalogTable> _tables = [];
    private readonly Dictionary<string, ColumnBatch> _rows = [];

    public ProbeTables()
    {
        using var resource = typeof(ProbeTables).Assembly.GetManifestResourceStream("tables.tsv")!;
        using var reader = new StreamReader(resource);
        foreach (var block in reader.ReadToEnd().Trim('\n').Split("\n\n")) Read(block.Split('\n'));
    }

    public string DatabaseName => "postgres";

    public IReadOnlyList<CatalogTable> Tables => _tables;

    public CatalogTable? Find(string schema, string name) => schema == "public" ? _tables.Find(t => t.Definition.Name == name) : null;

    public bool HasSchema(string schema) => schema == "public";

    public ColumnBatch Rows(string table) => _rows[table];

    private void Read(string[] lines)
    {
        var columns = lines[1].Split('\t').Select(c => c.Split(':')).Select(c => new ColumnDefinition(c[0], TypeOf(c[1]))).ToList();
        var schema = new TableSchema(lines[0], columns) { TimeColumn = "timestamp" };
        _tables.Add(new CatalogTable((uint)(16400 + _tables.Count * 10), "public", schema));
        var builder = new BatchBuilder(schema);
        var codecs = columns.Select(c => WireTypes.For(c.Type)).ToList();
        foreach (var line in lines.Skip(2))
        {
            var fields = line.Split('\t');
            for (var i = 0; i < fields.Length; i++)
            {
                if (fields[i] == "\\N") builder.Columns[i].AppendNull();
                else codecs[i].DecodeText(Encoding.UTF8.GetBytes(fields[i]), builder.Columns[i], WireContext.Default);
            }
            builder.EndRow();
        }
        _rows.Add(lines[0], builder.ToBatch());
    }

    private static DataType TypeOf(string name) => name switch
    {
        "int2" => DataType.Int16,
        "int4" => DataType.Int32,
        "int8" => DataType.Int64,
        "float4" => DataType.Float32,
        "float8" => DataType.Float64,
        "numeric(10,2)" => DataType.Numeric(10, 2),
        "text" => DataType.Text,
        "varchar(10)" => DataType.Varchar(10),
        "bool" => DataType.Boolean,
        "date" => DataType.Date,
        "time" => DataType.Time,
        "timestamp" => DataType.Timestamp,
        "timestamptz" => DataType.TimestampTz,
        "interval" => DataType.Interval,
        "uuid" => DataType.Uuid,
        "bytea" => DataType.Bytea,
        "json" => DataType.Json,
        "jsonb" => DataType.Jsonb,
        "int4[]" => DataType.Array(DataType.Int32),
        "text[]" => DataType.Array(DataType.Text),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
