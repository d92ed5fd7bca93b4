using Granary.Comparison.Measures;
using Granary.Comparison.Reporting;
using Granary.Comparison.Servers;

if (args is ["generate", var generated])
{
    // the rows themselves, for other tools: compare generate N > rows.copy
    using var output = Console.OpenStandardOutput();
    using var rows = new Granary.Comparison.Generation.GeneratedRows(0, long.Parse(generated));
    rows.CopyTo(output);
    return 0;
}

// compare [--rows N] [--query-rows N] [--rounds N] [--only ingest|queries]
long Option(string name, long otherwise) => Array.IndexOf(args, name) is >= 0 and var at ? long.Parse(args[at + 1]) : otherwise;

var only = Array.IndexOf(args, "--only") is >= 0 and var place ? args[place + 1] : "";
var rounds = (int)Option("--rounds", 5);
var report = new Report();
using var postgres = new PostgresServer();
if (only != "queries") new IngestMeasure(postgres, Option("--rows", 1_000_000), rounds).Run(report);
if (only != "ingest") new QueryMeasure(postgres, Option("--query-rows", 5_000_000), Math.Max(rounds, 5)).Run(report);
return report.Finish();
