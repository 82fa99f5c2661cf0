using OmniHelix.Models.Adapters;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>
/// An adapter that was put around layers of a model. The model is frozen but for what the adapter holds: low-rank matrices, modules that
/// are trained whole, and biases.
/// </summary>
/// <example><code>
/// using var model = OmniModel.Create("models/omnihelix-rna-1m", task, options, seed: 1);
/// var adapter = model.AddAdapter(new LoraConfig { Rank = 8, Alpha = 32 }, seed: 1);
/// // … train …
/// adapter.Save("my-adapter");
/// </code></example>
public sealed class LoraAdapter
{
    private readonly OmniModel model;
    private readonly List<(string Path, ILowRank Layer)> layers = [];

    private LoraAdapter(OmniModel model, LoraConfig config)
    {
        this.model = model;
        Config = config;
    }

    /// <summary>Its settings, with the targets that were meant.</summary>
    public LoraConfig Config { get; private init; }

    /// <summary>Paths of the layers that are adapted.</summary>
    public IReadOnlyList<string> Layers => [.. layers.Select(layer => layer.Path)];

    /// <summary>Whether the matrices are in the weights of the model: <see cref="Merge"/>.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>Numbers that training changes.</summary>
    public long TrainedCount => Stored().Sum(entry => entry.Value.Value.ElementCount);

    /// <summary>
    /// Adds the low-rank matrices to the weights: the model computes the same, as fast as without an adapter. The weights before are kept.
    /// </summary>
    /// <exception cref="OmniException">OH3514: they are merged already.</exception>
    public void Merge()
    {
        if (IsMerged) throw new OmniException("OH3514", "the adapter is merged already", null, "Unmerge it first.");
        foreach (var (_, layer) in layers) layer.Merge();
        IsMerged = true;
    }

    /// <summary>Puts the weights back as they were, to the last bit.</summary>
    /// <exception cref="OmniException">OH3514: they are not merged.</exception>
    public void Unmerge()
    {
        if (!IsMerged) throw new OmniException("OH3514", "the adapter is not merged", null, "Merge it first.");
        foreach (var (_, layer) in layers) layer.Unmerge();
        IsMerged = false;
    }

    /// <summary>
    /// Writes <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>, which PEFT reads too, and <c>config.json</c> with the head.
    /// </summary>
    /// <param name="folder">Is made when it does not exist.</param>
    /// <exception cref="OmniException">OH600x: the files cannot be written.</exception>
    public void Save(string folder) => AdapterFolder.Write(folder, model, this);

    /// <summary>What is stored, under the paths of the model: everything that is trained.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Stored() =>
        model.NamedParameters().Where(entry => IsAdapted(entry.Name) || IsWhole(entry.Name) || IsBias(entry.Name));

    /// <summary>The layer at a path; null where there is none.</summary>
    internal ILowRank? At(string path) => layers.Find(layer => layer.Path == path).Layer;

    /// <summary>Puts a new adapter around the layers that the configuration names.</summary>
    /// <exception cref="OmniException">
    /// OH3510 targets that match nothing, OH3511 a rank larger than a matrix, OH3512 a pattern that is none, OH3513 the model has one.
    /// </exception>
    internal static LoraAdapter Fresh(OmniModel model, LoraConfig config, long seed)
    {
        RequireNone(model);
        config = AdapterTargets.Resolved(model, config);
        var adapter = new LoraAdapter(model, config);
        foreach (var (path, module) in AdapterTargets.Find(model, config))
        {
            RequireRank(path, config.RankOf(path), module);
            adapter.Around(path, module, config.RankOf(path));
        }
        OmniModels.Seeded(seed, () => adapter.layers.ForEach(layer => layer.Layer.Start()));
        adapter.FreezeTheRest(trainable: true);
        return model.Adapter = adapter;
    }

    /// <summary>Puts the adapter of a folder around the layers that it has matrices for.</summary>
    /// <param name="model">The model that it belongs to.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="trainable">Whether training goes on with it.</param>
    internal static LoraAdapter Load(OmniModel model, AdapterFolder folder, bool trainable)
    {
        RequireNone(model);
        var adapter = new LoraAdapter(model, folder.Config);
        folder.Fill(model, adapter);
        adapter.FreezeTheRest(trainable);
        return model.Adapter = adapter;
    }

    /// <summary>Puts matrices around a layer.</summary>
    /// <param name="path">Its path in the model.</param>
    /// <param name="module">A linear layer or a table of vectors.</param>
    /// <param name="rank">Rows of <c>A</c>.</param>
    internal ILowRank Around(string path, Module module, int rank)
    {
        var scale = Config.ScaleOf(path);
        if (module is Linear { Map: Affine plain } linear)
        {
            var map = new LowRankMap(plain, rank, scale, Config);
            linear.Replace(map);
            layers.Add((path, map));
            return map;
        }
        var embedding = (Embedding)module;
        var table = new LowRankEmbedding((Lookup)embedding.Map, rank, scale);
        embedding.Replace(table);
        layers.Add((path, table));
        return table;
    }

    private void FreezeTheRest(bool trainable)
    {
        var stored = Stored().Select(entry => entry.Value).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var (_, parameter) in model.NamedParameters()) parameter.IsTrainable = trainable && stored.Contains(parameter);
    }

    private static bool IsAdapted(string name) => name.Contains(".lora_", StringComparison.Ordinal);

    private bool IsWhole(string name) => Config.ModulesToSave.Any(module => LoraConfig.IsWithin(name, module));

    private bool IsBias(string name) => name.EndsWith(".bias", StringComparison.Ordinal) && Config.Bias switch
    {
        AdapterBias.All => true,
        AdapterBias.LoraOnly => At(name[..^".bias".Length]) is not null,
        _ => false,
    };

    private static void RequireNone(OmniModel model)
    {
        if (model.Adapter is not null)
            throw new OmniException("OH3513", "the model has an adapter already", null, "Load the model once more for another one.");
    }

    // Others make such adapters, which compute what they should, but cost more than the matrix.
    private static void RequireRank(string path, int rank, Module module)
    {
        var shape = module.NamedParameters().First(entry => entry.Name == "weight").Value.Value.Shape;
        var most = shape.Min();
        if (rank < 1 || rank > most)
            throw new OmniException(
                "OH3511", FormattableString.Invariant($"a rank of {rank} does not fit {path}: [{string.Join(", ", shape)}]"),
                null, FormattableString.Invariant($"Give a rank of 1 to {most}."));
    }
}
