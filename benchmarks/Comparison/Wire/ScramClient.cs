using System.Security.Cryptography;
using System.Text;

namespace Granary.Comparison.Wire;

/// <summary>The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.</summary>
internal sealed class ScramClient(string user, string password)
{
    private readonly string _bare = $"n={user},r={Convert.ToBase64String(RandomNumberGenerator.GetBytes(18))}";

    public string First => "n,," + _bare;

    public string Final(string serverFirst)
    {
        var fields = serverFirst.Split(',').ToDictionary(field => field[0], field => field[2..]);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, Convert.FromBase64String(fields['s']), int.Parse(fields['i']), HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c=biws,r={fields['r']}";
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Encoding.UTF8.GetBytes($"{_bare},{serverFirst},{withoutProof}"));
        for (var i = 0; i < clientKey.Length; i++) clientKey[i] ^= signature[i];
        return $"{withoutProof},p={Convert.ToBase64String(clientKey)}";
    }
}
