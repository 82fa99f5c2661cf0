using OmniHelix.Documents;
using OmniHelix.Models.Adapters;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Families;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Loading;

/// <summary>An open model folder: <c>config.json</c>, what its family makes of it, and the weights.</summary>
internal sealed class ModelFolder : IDisposable
{
    /// <summary>The weight of the pooler.</summary>
    public const string Pooler = "pooler.dense.weight";

    private const string ContactHead = "contact_head.regression.weight";

    private ModelFolder(MapNode json, ModelFamily family, ModelWeights weights, BackboneConfig config)
    {
        Json = json;
        Family = family;
        Weights = weights;
        Config = config;
    }

    /// <summary>The folder.</summary>
    public string Place => Path.GetDirectoryName(Json.Place.File)!;

    /// <summary>The configuration file.</summary>
    public MapNode Json { get; }

    /// <summary>The architecture.</summary>
    public ModelFamily Family { get; }

    /// <summary>The tensors.</summary>
    public ModelWeights Weights { get; }

    /// <summary>Sizes and switches, in agreement with the tensors.</summary>
    public BackboneConfig Config { get; }

    /// <summary>The folder of the adapter that belongs to these weights; null for a model without one.</summary>
    public string? Adapter { get; private init; }

    /// <summary>True when the weights hold a pooler.</summary>
    public bool HasPooler => Weights.Has(Pooler);

    /// <summary>True when the weights hold a head that scores pairs of tokens.</summary>
    public bool HasContacts => Weights.Has(ContactHead) || Config.PartsBeside(Weights) != BackboneParts.None;

    /// <summary>Opens a folder.</summary>
    /// <exception cref="OmniException">
    /// OH32xx configuration, OH30xx–OH31xx weights, OH3302 two tensors of one meaning, OH3303 both disagree.
    /// </exception>
    public static ModelFolder Open(string folder)
    {
        // The weights of an adapter are those of its model; what it says of itself goes before what the model says.
        var model = AdapterConfigFile.BaseFolder(folder);
        var own = model is null ? null : ModelConfigFile.TryOpen(Path.Combine(folder, "config.json"));
        var json = own ?? ModelConfigFile.Open(model ?? folder);
        var checkpoint = Checkpoint.Open(model ?? folder);
        try
        {
            var (family, name) = ModelFamilies.Of(json, checkpoint.Names);
            try
            {
                var weights = new ModelWeights(checkpoint, family.Keys, family.Heads.WithOneScore(json));
                var config = family.Read(json, name, weights);
                ShapeCheck.Run(config, weights, family.Keys, json.Place.File);
                return new ModelFolder(json, family, weights, config) { Adapter = model is null ? null : folder };
            }
            catch (OmniException e) when (ModelFamilies.AdviceFor(family, checkpoint.Names) is { } advice)
            {
                throw OfAnother(family, json.Place.File, e.Message, advice, e);
            }
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>The error about weights of another family than the configuration names.</summary>
    /// <param name="family">What the configuration names.</param>
    /// <param name="place">The configuration.</param>
    /// <param name="found">What does not fit.</param>
    /// <param name="advice">Of <see cref="ModelFamilies.AdviceFor"/>.</param>
    /// <param name="inner">What brought it to light; null for nothing.</param>
    public static OmniException OfAnother(ModelFamily family, string place, string found, string advice, Exception? inner = null) =>
        new("OH3305", $"the configuration is one of {family.Names[0].ClassPrefix}, the weights are not: {found}", place, advice, inner);

    /// <summary>A backbone with uninitialised weights and the optional parts that the file holds.</summary>
    /// <param name="needed">Further parts to make.</param>
    public Backbone CreateBackbone(BackboneParts needed) => Config.CreateBackbone(
        needed
        | (HasPooler ? BackboneParts.Pooler : BackboneParts.None)
        | (Weights.Has(ContactHead) ? BackboneParts.ContactHead : BackboneParts.None));

    /// <summary>Closes the weights; tensors read in place become invalid.</summary>
    public void Dispose() => Weights.Dispose();
}
