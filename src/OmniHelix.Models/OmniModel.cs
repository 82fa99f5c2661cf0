using OmniHelix.Hub;
using OmniHelix.Models.Adapters;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Loading;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>An encoder with a head for one task.</summary>
/// <example><code>
/// var tokenizer = OmniTokenizer.FromPretrained("models/omnihelix-rna-1m");
/// var label2Id = new Dictionary&lt;string, int&gt; { ["("] = 0, [")"] = 1, ["."] = 2 };
/// using var model = new OmniModelForTokenClassification("models/omnihelix-rna-1m", tokenizer, label2Id);
/// using var scope = new TensorScope();
/// var output = model.Forward(tokenizer.Encode("GGGAAACCC"));   // Logits [1, 11, 3]
/// </code></example>
public abstract class OmniModel : Module
{
    private readonly Dictionary<(string Name, DType Type, Device Device), Tensor> constants = [];

    private protected OmniModel(ModelStart start)
    {
        Task = start.Task;
        Options = start.Options;
        LabelNames = Options.LabelNames ?? [];
        Tokenizer = start.Tokenizer;
        Card = start.Card;
        Backbone = Register(start.Backbone.Prefix, start.Backbone);
        if (Backbone is { ContactsBeside: { } names, Contacts: { } contacts }) Register(names.Layer, contacts);
    }

    /// <summary>What the model predicts.</summary>
    public TaskType Task { get; }

    /// <summary>The encoder.</summary>
    public Backbone Backbone { get; }

    /// <summary>Makes the tokens of sequences; null for a model that is given tokens only.</summary>
    public OmniTokenizer? Tokenizer { get; }

    /// <summary>Settings of head and loss.</summary>
    public OmniModelOptions Options { get; }

    /// <summary>Names of the classes, labels or target values by number; empty for masked language models and embedding models.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>What is known of the model beside head and weights; <see cref="SavePretrained"/> writes it down.</summary>
    public ModelCard Card { get; set; }

    /// <summary>Size of a hidden state.</summary>
    public int HiddenSize => Backbone.HiddenSize;

    /// <summary>Most tokens of a sequence, special tokens included.</summary>
    public int MaxTokens => Backbone.MaxTokens;

    /// <summary>
    /// Tokens of the longest sequences that the model was trained on, where it takes longer ones; null where <see cref="MaxTokens"/> says
    /// it.
    /// </summary>
    public int? TrainedTokens => Backbone.Config.TrainedTokens;

    /// <summary>What reading the weights found; null for a model from scratch.</summary>
    public LoadReport? LoadReport { get; internal set; }

    /// <summary>The adapter around its layers; null without one.</summary>
    public LoraAdapter? Adapter { get; internal set; }

    /// <summary>
    /// Puts a new adapter around layers; everything but it, the head, and what it trains whole is frozen. The model computes the same until
    /// it is trained.
    /// </summary>
    /// <param name="config">Rank, scale, targets.</param>
    /// <param name="seed">Of its start values.</param>
    /// <exception cref="OmniException">
    /// OH3510 targets that match nothing, OH3511 a rank larger than a matrix, OH3512 a pattern that is none, OH3513 the model has one.
    /// </exception>
    public LoraAdapter AddAdapter(LoraConfig config, long seed) => LoraAdapter.Fresh(this, config, seed);

    /// <summary>
    /// Puts an adapter from a folder around the layers that it has matrices for, as PEFT or <see cref="LoraAdapter.Save"/> wrote it.
    /// </summary>
    /// <param name="folder">Folder with <c>adapter_config.json</c>; the model that it names is not looked at.</param>
    /// <param name="trainable">Whether training goes on with it; otherwise everything is frozen.</param>
    /// <exception cref="OmniException">
    /// OH3513 the model has one, OH3515 an adapter of another kind, OH3516 no weights, OH3518 it does not fit; OH32xx, OH30xx its files.
    /// </exception>
    public LoraAdapter LoadAdapter(string folder, bool trainable = false)
    {
        using var open = AdapterFolder.Open(folder);
        return LoraAdapter.Load(this, open, trainable);
    }

    /// <summary>
    /// Floating-point operations of a forward pass per token of a sequence of <paramref name="length"/> tokens; a training step costs three
    /// times that.
    /// </summary>
    public double FlopsPerToken(int length) => Backbone.FlopsPerToken(length) + HeadFlopsPerToken(length);

    /// <summary>Computes hidden states and logits, and the loss when the input has labels.</summary>
    /// <param name="input">Token ids and mask, of the model's tokenizer.</param>
    /// <param name="outputs">What to return beside.</param>
    /// <param name="observer">Is shown the attention probabilities of each block.</param>
    /// <exception cref="OmniException">OH3401: more tokens than there are positions.</exception>
    public ModelOutput Forward(ModelInput input, Outputs outputs = Outputs.LastHiddenState, AttentionObserver? observer = null)
    {
        var output = Head(Backbone.Forward(Given(input), outputs | NeededOutputs, observer), input);
        return input.Labels is { } labels ? output with { Loss = Loss(output, labels) } : output;
    }

    /// <summary>
    /// Freezes the embeddings and the first blocks of the encoder, with all blocks its final norm too, and switches dropout off there. A
    /// pooler and the head stay trainable, but for what a tied head shares with the embeddings.
    /// </summary>
    /// <param name="blocks">0 for the embeddings alone.</param>
    /// <exception cref="UsageException">OH3407: more blocks than there are.</exception>
    /// <exception cref="OmniException">OH3408: a model without such blocks.</exception>
    public void FreezeLower(int blocks)
    {
        if (blocks < 0 || blocks > Backbone.LayerCount)
            throw new UsageException(
                "OH3407", FormattableString.Invariant($"{blocks} blocks cannot be frozen: the model has {Backbone.LayerCount}"), null,
                FormattableString.Invariant($"Name 0 to {Backbone.LayerCount} blocks, or all."));
        Backbone.FreezeLower(blocks);
    }

    /// <summary>Whether <see cref="ModelInput.Lower"/> may be given: the states behind a block are all that later blocks need.</summary>
    public bool GoesOnFromStates => Backbone.GoesOnFromStates;

    /// <summary>What the embeddings and the first blocks give, for <see cref="ModelInput.Lower"/>.</summary>
    /// <param name="input">Token ids and mask.</param>
    /// <param name="blocks">0 to the number of blocks; 0 for the embeddings alone.</param>
    /// <returns><c>[batch, length, hidden]</c>.</returns>
    /// <exception cref="OmniException">OH3408: <see cref="GoesOnFromStates"/> is false.</exception>
    public Tensor LowerStates(ModelInput input, int blocks) => Backbone.LowerStates(Given(input), blocks);

    /// <summary>
    /// The loss of a batch, one number, on logits. Classes of −100 and numbers that are NaN do not count; a batch without labels has loss
    /// 0.
    /// </summary>
    /// <param name="output">Of <see cref="Forward"/>.</param>
    /// <param name="labels">
    /// Int64 <c>[batch, length]</c> for token classification and masked language models, Int64 <c>[batch]</c> for sequence classification,
    /// numbers <c>[batch, labels]</c> for multi-label classification and sequence regression, <c>[batch, length]</c> or
    /// <c>[batch, length, targets]</c> for token regression, and for tasks on pairs <c>[batch, length, length]</c>, Int64 or numbers, where
    /// one order of a pair has the label and the other is missing.
    /// </param>
    /// <exception cref="OmniException">OH3601: an embedding model has no loss. OH3602: labels of another shape.</exception>
    public abstract Tensor Loss(ModelOutput output, Tensor labels);

    /// <summary>Probabilities of the logits' shape: softmax over the classes, or a sigmoid for each label of a multi-label task.</summary>
    /// <exception cref="OmniException">OH3603: regression and embedding models have none.</exception>
    public virtual Tensor Probabilities(ModelOutput output) =>
        throw new OmniException("OH3603", $"a model for {Task} has no probabilities", null, "Read Logits: they are the predicted values.");

    /// <summary>
    /// Token vectors <c>[batch, length, hidden]</c> to one vector per sequence <c>[batch, hidden]</c>; padding takes no part.
    /// </summary>
    /// <param name="hidden">Last hidden states, one for each token or as the encoder gives them.</param>
    /// <param name="input">What they were computed from.</param>
    /// <param name="pooling">How.</param>
    /// <param name="withoutBase">Ids of special tokens; a tokenizer names them.</param>
    /// <exception cref="UsageException">OH3705: the model has not learned this pooling.</exception>
    public Tensor Pool(Tensor hidden, ModelInput input, Pooling pooling, IReadOnlyList<int> withoutBase) => pooling switch
    {
        Pooling.Attention when AttentionPooling is { } learned => learned.Forward(hidden, input.InputIds, input.AttentionMask),
        Pooling.Pooler when Backbone.Pooler is { } pooler => pooler.Forward(hidden, input.AttentionMask),
        Pooling.Attention or Pooling.Pooler => throw NotLearned(pooling),
        _ => SequencePooling.Of(
            pooling, hidden, input.InputIds, input.AttentionMask, withoutBase,
            hidden.Size(1) == input.InputIds.Size(1) ? 1 : Backbone.Resolution),
    };

    /// <summary>
    /// The encoder of a model folder, with the head that the folder has for the task when it fits the options, or else a new one; a whole
    /// new model when a <c>config.json</c> file is named.
    /// </summary>
    /// <param name="backbone">
    /// A folder with <c>config.json</c> and weights, the folder of a run, a shipped model by its name, or for training from scratch a
    /// configuration file alone or one of <see cref="BaselineModels.Names"/>.
    /// </param>
    /// <param name="task">What to predict.</param>
    /// <param name="options">Head and loss.</param>
    /// <param name="seed">
    /// Of the fresh weights. They are drawn from libtorch's generator, which belongs to the whole process: no other thread may use it
    /// meanwhile.
    /// </param>
    /// <returns>A trainable model; <see cref="LoadReport"/> names the fresh tensors.</returns>
    /// <exception cref="OmniException">OH32xx configuration, OH30xx–OH33xx weights, OH3604 options that do not fit the task.</exception>
    public static OmniModel Create(string backbone, TaskType task, OmniModelOptions options, long seed) =>
        OmniModels.For(ModelFiles.ToTrain(backbone, task, new HeadRequest(Options: options), tokenizer: null, seed));

    /// <summary>A model from scratch.</summary>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="task">What to predict.</param>
    /// <param name="options">Head and loss.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="tokenizer">Makes the tokens; null when the caller does.</param>
    /// <exception cref="OmniException">
    /// OH1508, OH1509, OH3206 a tokenizer that is not the model's, OH3203 sizes that do not fit together, OH3604 options that do not fit
    /// the task.
    /// </exception>
    public static OmniModel Create(
        BackboneConfig config, TaskType task, OmniModelOptions options, long seed, OmniTokenizer? tokenizer = null) =>
        OmniModels.For(ModelFiles.FromScratch(config, task, options, seed, tokenizer));

    /// <summary>A model with its head, as <see cref="SavePretrained"/>, transformers or OmniGenBench wrote it.</summary>
    /// <param name="folder">
    /// Folder with <c>config.json</c> and weights, the folder of a run, a shipped model by its name, or a hub's model, <c>owner/name</c>.
    /// </param>
    /// <param name="task">Null to take it from the folder.</param>
    /// <param name="options">Null to take the head's settings from the folder; label names always come from there unless given.</param>
    /// <param name="trainable">False leaves the weights in the mapped file and freezes them; true copies them.</param>
    /// <param name="tokenizer">Makes the tokens; null for that of the folder, if it has one.</param>
    /// <param name="revision">Branch, tag or commit of a hub's model; null for its main branch.</param>
    /// <exception cref="OmniException">
    /// OH15xx tokenizer, OH32xx configuration, OH30xx–OH33xx weights (a missing head tensor is one), OH3605 the folder does not tell its
    /// task, OH3607 no head for the task, OH39xx the model cannot be got from the hub.
    /// </exception>
    public static OmniModel FromPretrained(
        string folder, TaskType? task = null, OmniModelOptions? options = null, bool trainable = false, OmniTokenizer? tokenizer = null,
        string? revision = null) =>
        OmniModels.For(ModelFiles.Pretrained(ModelNames.FolderOf(folder, revision), task, options, trainable, tokenizer));

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c>, and the files of the tokenizer when the model has one.</summary>
    /// <param name="folder">Is made when it does not exist.</param>
    /// <exception cref="OmniException">OH600x: the files cannot be written.</exception>
    public void SavePretrained(string folder) => ModelFiles.Save(this, folder);

    /// <summary>Writes <c>config.json</c> alone, for a folder that has the weights already.</summary>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public void SaveConfig(string folder) => ModelFiles.SaveConfig(this, folder);

    private ModelInput Given(ModelInput input) =>
        Task is { Unit: TaskUnit.Sequence, HasLabels: true } ? Backbone.ForSequences(input) : input;

    /// <summary>The head applied to hidden states; <see cref="Output"/> makes the result.</summary>
    private protected abstract ModelOutput Head(BackboneOutput encoded, ModelInput input);

    /// <summary>What a forward pass gives.</summary>
    /// <param name="encoded">Of the encoder.</param>
    /// <param name="features">What the last linear layer saw; null when there is none.</param>
    /// <param name="logits">Raw scores; null for a model that only embeds.</param>
    private protected ModelOutput Output(BackboneOutput encoded, Tensor? features, Tensor? logits) => new(Task, encoded, features, logits);

    /// <summary>The attention pooling that the head has learned; null when it has none.</summary>
    private protected virtual SequencePooling? AttentionPooling => null;

    /// <summary>What the head looks at beside the last hidden state.</summary>
    private protected virtual Outputs NeededOutputs => Outputs.LastHiddenState;

    private protected virtual double HeadFlopsPerToken(int length) => 0;

    /// <summary>The layers of a classifier on this encoder.</summary>
    private protected ClassifierOptions Layers(bool ofSequences)
    {
        var config = Backbone.Config;
        var heads = config.Family.Heads;
        return config.Classifier(new()
        {
            Layout = Options.Layout!.Value,
            HiddenSize = HiddenSize,
            LabelCount = LabelNames.Count,
            Dropout = Options.Dropout ?? config.HeadDropout,
            OfSequences = ofSequences,
            Name = ofSequences ? heads.LinearOfSequences : heads.TokenClassifier,
        });
    }

    private static UsageException NotLearned(Pooling pooling)
    {
        const string advice = "Choose another aggregation, or a sequence model trained with this pooling.";
        return new UsageException("OH3705", $"the model has no {PoolingNames.Of(pooling)} pooling", null, advice);
    }

    /// <summary>The class weights beside <paramref name="like"/>, null when all are equal.</summary>
    private protected Tensor? ClassWeights(Tensor like) =>
        Options.ClassWeights is { } weights ? Constant(nameof(ClassWeights), weights, like) : null;

    /// <summary>What errors of each number are measured in, beside <paramref name="like"/>; null for their unit.</summary>
    private protected Tensor? TargetDeviations(Tensor like) => Options.TargetScales is { } scales
        ? Constant(nameof(TargetDeviations), [.. scales.Select(scale => scale.Deviation)], like)
        : null;

    /// <summary>What a layer of regression gave, <c>[…, targets]</c>, in the unit of the numbers.</summary>
    private protected Tensor InUnits(Tensor values)
    {
        if (Options.TargetScales is not { } scales) return values;
        using var scope = new TensorScope();
        var means = Constant("means", [.. scales.Select(scale => scale.Mean)], values);
        // In half the digits a large mean would swallow what is added to it.
        return scope.Keep(values.To(means.DType) * TargetDeviations(values)! + means);
    }

    private Tensor Constant(string name, IReadOnlyList<double> numbers, Tensor like)
    {
        var type = like.DType is DType.BFloat16 or DType.Float16 ? DType.Float32 : like.DType;
        if (constants.TryGetValue((name, type, like.Device), out var constant)) return constant;
        constant = Tensor.From<double>([.. numbers], [numbers.Count]).To(like.Device, type);
        constant.LeaveScope();
        return constants[(name, type, like.Device)] = constant;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var tensor in constants.Values) tensor.Dispose();
        constants.Clear();
        base.Dispose(disposing);
    }
}
