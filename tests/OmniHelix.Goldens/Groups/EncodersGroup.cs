using System.Text.Json;
using OmniHelix.Models.Families;

namespace OmniHelix.Goldens.Groups;

/// <summary>Small random encoders with inputs and what the public libraries computed from them; one folder each.</summary>
internal sealed class EncodersGroup : IGoldenGroup
{
    private static readonly string[] Files = ["config.json", "expected.safetensors", "meta.json"];

    public string Name => "encoders";

    public bool Recognises(string folder) => Directory.EnumerateDirectories(folder).Any(IsCase) || PublishedEncoders.Discover(folder).Any();

    public IEnumerable<GoldenCase> Discover(string folder) => IsCase(folder)
        ? [Case(folder)]
        : Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Where(IsCase).Select(Case)
            .Concat(PublishedEncoders.Discover(folder));

    private static bool IsCase(string folder) => Files.All(file => File.Exists(Path.Combine(folder, file)));

    private static GoldenCase Case(string folder)
    {
        var name = Path.GetFileName(folder);
        var config = GoldenJson.Read(Path.Combine(folder, "config.json"));
        var type = config.TryGetProperty("model_type", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return type is not null && ModelFamilies.Know(type)
            ? new GoldenCase(name, folder, check => Run(folder, check))
            : GoldenCase.NotUnderstood(name, folder, $"the encoder family '{type}' is not implemented yet");
    }

    private static void Run(string folder, GoldenCheck check)
    {
        try
        {
            EncoderComparison.Run(folder, check);
        }
        catch (OmniException e) when (e.Code == "OH3204")
        {
            check.Skip(e.Message);
        }
    }
}
