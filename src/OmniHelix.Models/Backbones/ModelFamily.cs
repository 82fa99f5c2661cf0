using OmniHelix.Documents;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models.Backbones;

/// <summary>
/// Everything that loading, heads and adapters need to know about an architecture; each file in <c>Encoders/</c> gives one, and
/// each network in <c>Baselines/</c>.
/// </summary>
internal sealed record ModelFamily
{
    /// <summary>What the architecture is called in words.</summary>
    public required string Title { get; init; }

    /// <summary>The names under which its models are published.</summary>
    public required IReadOnlyList<PublishedName> Names { get; init; }

    /// <summary>
    /// Whether a configuration, with the names of the tensors beside it, is of this family and not of another one that shares its names;
    /// null for the family that is meant unless another one is shown.
    /// </summary>
    public Func<MapNode, IReadOnlyList<string>, bool>? IsShownBy { get; init; }

    /// <summary>
    /// <see cref="IsShownBy"/> is enough where a configuration names no architecture, as the newer ones of some publishers do.
    /// </summary>
    public bool NeedsNoName { get; init; }

    /// <summary>
    /// Ends of tensors' names that every file of this architecture has, and of the others only those that have more such names of their
    /// own; for configurations that name nothing, or something else.
    /// </summary>
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>Reads <c>config.json</c>: the file, the architecture it names, and the tensors beside it, null without weights.</summary>
    public required Func<MapNode, PublishedName, IStoredTensors?, BackboneConfig> Read { get; init; }

    /// <summary>
    /// The usual configuration for the tokens of a tokenizer, of an architecture that is trained from scratch by its name; null for those
    /// that are published with weights.
    /// </summary>
    public Func<OmniTokenizer, BackboneConfig>? Usual { get; init; }

    /// <summary>How tensors are called in files.</summary>
    public required KeyMap Keys { get; init; }

    /// <summary>How task heads are called in files.</summary>
    public required HeadKeys Heads { get; init; }

    /// <summary>Last parts of the names of the linear layers that low-rank adapters are put around unless others are named.</summary>
    public required IReadOnlyList<string> AdapterTargets { get; init; }

    /// <summary>Models of this architecture that others have published; empty where none is known.</summary>
    public IReadOnlyList<PublishedModel> Published { get; init; } = [];

    /// <summary>The published models that have the sizes of a configuration.</summary>
    public IReadOnlyList<PublishedModel> PublishedLike(BackboneConfig config) =>
    [
        .. Published.Where(model =>
            (model.Layers, model.HiddenSize, model.Heads) == (config.LayerCount, config.HiddenSize, config.AttentionHeads)
            && (model.Vocabulary ?? config.VocabularySize) == config.VocabularySize
            && model.Facts.IsShownBy?.Invoke(config) != false),
    ];

    /// <summary>The published name of a model type of this family.</summary>
    public PublishedName NameOf(string modelType) => Names.First(name => name.ModelType == modelType);
}

/// <summary>One of the names of an architecture.</summary>
/// <param name="ModelType"><c>model_type</c> in <c>config.json</c>.</param>
/// <param name="ClassPrefix">How the names of its classes begin, such as <c>Esm</c> of <c>EsmForMaskedLM</c>.</param>
/// <param name="KeyPrefix">What stands before the names of the backbone's tensors in a model with a head, without the dot.</param>
internal sealed record PublishedName(string ModelType, string ClassPrefix, string KeyPrefix);

/// <summary>How the published heads of a family are called and built.</summary>
internal sealed record HeadKeys
{
    /// <summary>Whether a file holds a head that scores the vocabulary.</summary>
    public required Func<IStoredTensors, bool> HasLanguageModel { get; init; }

    /// <summary>The last layer of a classifier of tokens.</summary>
    public string TokenClassifier { get; init; } = "classifier";

    /// <summary>The last layer of a classifier of sequences.</summary>
    public required string SequenceClassifier { get; init; }

    /// <summary>The name of a classifier of sequences that is one layer.</summary>
    public string LinearOfSequences { get; init; } = "classifier";

    /// <summary>
    /// How published classifiers of sequences pool (the first unless the file says otherwise), and the layers of those of sequences and
    /// tokens.
    /// </summary>
    public required (IReadOnlyList<Pooling> Poolings, HeadLayout Layout) Sequences { get; init; }

    /// <summary>The key of <c>config.json</c> that says how classifiers of sequences pool; null where all do the same.</summary>
    public string? PoolingKey { get; init; }

    /// <summary>What the library calls the tasks of its heads.</summary>
    public LibraryTasks Tasks { get; init; } = LibraryTasks.Transformers;

    /// <summary>Beginnings of the names of tensors that belong to heads of any kind.</summary>
    public required IReadOnlyList<string> Prefixes { get; init; }

    /// <summary>Last layers that have one score for two classes, by a configuration.</summary>
    public IReadOnlyList<string> WithOneScore(MapNode json) => Tasks.IsBinary(json) ? [TokenClassifier, LinearOfSequences] : [];
}

/// <summary>The names and shapes of the tensors of a file, under uniform names (see <see cref="KeyMap"/>).</summary>
internal interface IStoredTensors
{
    /// <summary>All names.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>True when the tensor is there.</summary>
    bool Has(string name);

    /// <summary>The shape of a tensor; null when it is not there.</summary>
    long[]? ShapeOf(string name);
}
