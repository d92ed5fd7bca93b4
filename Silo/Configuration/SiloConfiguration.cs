namespace Granary.Silo.Configuration;

/// <summary>Where settings come from, later ones winning: appsettings.json beside the program, one in the working directory, the environment.</summary>
internal static class SiloConfiguration
{
    private const string FileName = "appsettings.json";

    public static IConfiguration Load()
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, FileName), optional: true)
                .AddJsonFile(Path.Combine(Environment.CurrentDirectory, FileName), optional: true)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (InvalidDataException error)
        {
            throw new SetupException($"{error.Message} {error.InnerException?.Message}".Trim(), error);
        }
    }
}
