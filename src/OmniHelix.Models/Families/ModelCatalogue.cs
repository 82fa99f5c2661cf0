using OmniHelix.Models.Backbones;

namespace OmniHelix.Models.Families;

/// <summary>The published models whose architectures are implemented, with what their publishers say about them.</summary>
public static class ModelCatalogue
{
    /// <summary>All of them, in the order of the table of architectures.</summary>
    public static IReadOnlyList<CatalogueModel> All { get; } =
        [.. ModelFamilies.All.SelectMany(family => family.Published.Select(model => new CatalogueModel(family.Title, model)))];

    /// <summary>The one of a name at a hub; null when it is not among them.</summary>
    public static CatalogueModel? Find(string name) => All.FirstOrDefault(known => known.Model.Name == name);
}

/// <summary>A published model and the architecture that computes it.</summary>
/// <param name="Architecture">What the architecture is called in words.</param>
/// <param name="Model">Name, sizes, letters, licence, reference.</param>
public sealed record CatalogueModel(string Architecture, PublishedModel Model);
