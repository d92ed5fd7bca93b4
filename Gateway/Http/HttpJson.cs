using System.Text.Json.Serialization;

namespace Granary.Gateway.Http;

/// <summary>JSON of the endpoints, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class HttpJson : JsonSerializerContext;
