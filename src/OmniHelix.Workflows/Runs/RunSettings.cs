using System.Text.Json.Nodes;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Runs;

/// <summary>What a run says about settings of whoever applies its model.</summary>
internal static class RunSettings
{
    /// <summary>The values that the run had; none of a model that is no run.</summary>
    /// <param name="schema">Settings of the application.</param>
    /// <param name="model">Folder of the model, or its name.</param>
    /// <param name="names">The settings that are asked for.</param>
    public static List<Setting> Of(SettingsSchema schema, string model, IReadOnlyList<string> names)
    {
        var said = new List<Setting>();
        if (!Directory.Exists(model) || RunManifest.TryRead(model) is not { Configuration: var configuration }) return said;
        foreach (var key in names.Select(name => schema.Find(name)!))
        {
            string[] words = configuration[key.Name] switch
            {
                null => [],
                JsonArray items => [.. items.Select(item => item!.ToString())],
                var value => [value.ToString()],
            };
            if (words is [] or [""] or ["none"]) continue;
            var setting = SettingsSchema.ReadWords(key, words is ["True"] or ["False"] ? [words[0].ToLowerInvariant()] : words, model);
            said.Add(setting with { Source = new Source(Origin.Model, model) });
        }
        return said;
    }
}
