using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Cli.Output;
using OmniHelix.Hub.Cache;
using OmniHelix.Models.Families;
using OmniHelix.Sequences;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary>The catalogue beside the cache: which published models can be named, and which of them are here.</summary>
internal static class KnownModels
{
    /// <summary>A line for each model.</summary>
    public static void Print(TextWriter output, HubCache cache)
    {
        var here = Cached(cache);
        TextTable.Write(output, [
            "model", "architecture", "molecule", "layers", "hidden", "most tokens", "licence", "cached"], ModelCatalogue.All.Select(known =>
        {
            var (model, facts) = (known.Model, known.Model.Facts);
            return (string[])
            [
                model.Name,
                known.Architecture,
                MoleculeOf(facts.Molecule),
                model.Layers.ToString(CultureInfo.InvariantCulture),
                model.HiddenSize.ToString(CultureInfo.InvariantCulture),
                facts.MostTokens?.ToString(CultureInfo.InvariantCulture) ?? "no limit",
                facts.Licence ?? "not stated",
                here.Contains(model.Name) ? "yes" : "",
            ];
        }));
    }

    /// <summary>All facts.</summary>
    public static JsonArray ToJson(HubCache cache)
    {
        var here = Cached(cache);
        return [.. ModelCatalogue.All.Select(known => Facts(known, here.Contains(known.Model.Name)))];
    }

    /// <summary>What is known of one model.</summary>
    public static JsonObject Facts(CatalogueModel known, bool isCached) => new()
    {
        ["name"] = known.Model.Name,
        ["architecture"] = known.Architecture,
        ["molecule"] = MoleculeOf(known.Model.Facts.Molecule),
        ["letters"] = known.Model.Facts.Letters,
        ["tokens"] = known.Model.Facts.Tokens,
        ["most_tokens"] = known.Model.Facts.MostTokens,
        ["layers"] = known.Model.Layers,
        ["hidden_size"] = known.Model.HiddenSize,
        ["heads"] = known.Model.Heads,
        ["vocabulary"] = known.Model.Vocabulary,
        ["trained_on"] = known.Model.Facts.TrainedOn,
        ["licence"] = known.Model.Facts.Licence,
        ["reference"] = known.Model.Facts.Reference,
        ["cached"] = isCached,
    };

    private static string MoleculeOf(Molecule molecule) => molecule == Molecule.Unknown ? "cells" : Alphabet.NameOf(molecule);

    private static HashSet<string> Cached(HubCache cache) =>
        cache.Models().Where(model => model.Commits.Count > 0).Select(model => model.Repository.Id).ToHashSet(StringComparer.Ordinal);
}
