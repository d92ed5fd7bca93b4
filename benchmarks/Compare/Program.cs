using Granary.Compare.Generation;

var buffer = new byte[10_000 * RowGenerator.MaxRowBytes];
var length = RowGenerator.Write(0, 10_000, buffer);
Console.WriteLine(System.Text.Encoding.ASCII.GetString(buffer, 0, 3000));
Console.WriteLine($"{length / 10_000.0} bytes a row");
var clock = System.Diagnostics.Stopwatch.StartNew();
for (var i = 0; i < 20; i++) RowGenerator.Write(i * 10_000, 10_000, buffer);
Console.WriteLine($"{200_000 / clock.Elapsed.TotalSeconds:N0} rows/s");
var counts = new Dictionary<string, int>();
for (var i = 0; i < 100_000; i++) { var p = RowGenerator.Identity(i).Project; counts[p] = counts.GetValueOrDefault(p) + 1; }
Console.WriteLine(string.Join(' ', counts.OrderByDescending(c => c.Value).Select(c => c.Value)));
