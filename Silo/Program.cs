using Granary.Grains.Interfaces.Errors;
using Granary.Silo.Configuration;
using Granary.Silo.Hosting;
using Granary.Silo.Telemetry;
using Microsoft.Extensions.Options;

#pragma warning disable RS0030 // the one place that knows the console
var output = Console.Out;
var errors = Console.Error;
#pragma warning restore RS0030

try
{
    var options = SiloOptions.Read(new SettingValues(SiloConfiguration.Load()));
    using var telemetry = TelemetryExport.Start(options);
    await using var app = SiloBuilder.Build(options, output);
    return await ActivatorUtilities.CreateInstance<SiloHost>(app.Services, app).RunAsync();
}
catch (Exception error) when (error is SetupException or GranaryException or OptionsValidationException)
{
    // What a person can put right: one sentence, no stack.
    errors.WriteLine($"granary: {error.Message}{(error is GranaryException { Hint: { } hint } ? $" {hint}" : "")}");
    return 1;
}
