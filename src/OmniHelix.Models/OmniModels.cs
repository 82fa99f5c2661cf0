using OmniHelix.Models.Backbones;
using OmniHelix.Models.Decoders;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>One model class per task, and their start values.</summary>
internal static class OmniModels
{
    private const int UsualHeadSize = 64;

    private static readonly Dictionary<TaskType, Func<ModelStart, OmniModel>> Classes = new()
    {
        [TaskType.TokenClassification] = start => new OmniModelForTokenClassification(start),
        [TaskType.TokenRegression] = start => new OmniModelForTokenRegression(start),
        [TaskType.SequenceClassification] = start => new OmniModelForSequenceClassification(start),
        [TaskType.MultiLabelClassification] = start => new OmniModelForMultiLabelSequenceClassification(start),
        [TaskType.SequenceRegression] = start => new OmniModelForSequenceRegression(start),
        [TaskType.PairClassification] = start => new OmniModelForMatrixClassification(start),
        [TaskType.PairRegression] = start => new OmniModelForMatrixRegression(start),
        [TaskType.MaskedLanguageModel] = start => new OmniModelForMaskedLm(start),
        [TaskType.Seq2Seq] = start => new OmniModelForSeq2Seq(start),
        [TaskType.Embedding] = start => new OmniModelForEmbedding(start),
    };

    /// <summary>The model of a task.</summary>
    public static OmniModel For(ModelStart start) => Classes[start.Task](start);

    /// <summary>The optional parts of a backbone that a head needs.</summary>
    public static BackboneParts PartsFor(TaskType task, OmniModelOptions options) =>
        options.Pooling == Pooling.Pooler && task.Unit == TaskUnit.Sequence ? BackboneParts.Pooler : BackboneParts.None;

    /// <summary>Gives every parameter its seeded start value.</summary>
    public static void Fresh(OmniModel model, long seed) => Seeded(seed, () => Initialise(model, model));

    /// <summary>
    /// Gives the parameters outside the encoder, and a pooler that the head needs, their seeded start values; what a tied head shares with
    /// the encoder is overwritten too, so load the encoder afterwards.
    /// </summary>
    public static void FreshHead(OmniModel model, long seed) => Seeded(seed, () =>
    {
        var config = model.Backbone.Config;
        if (PartsFor(model.Task, model.Options) == BackboneParts.Pooler) config.Initialise(model.Backbone.Pooler!);
        foreach (var (_, child) in model.Children)
            if (child != model.Backbone) Initialise(model, child);
    });

    // Encoders say how their own layers start; a network of convolutions starts as PyTorch does.
    private static void Initialise(OmniModel model, Module part)
    {
        model.Backbone.Config.Initialise(part);
        foreach (var (_, module) in part.NamedModules())
            if (module is PairNetwork network) Initialization.Layers(network);
    }

    /// <summary>
    /// Draws start values by a seed. The generator of libtorch belongs to whoever trains: it goes on as if nothing had happened.
    /// </summary>
    public static void Seeded(long seed, Action fill)
    {
        var before = TorchEngine.RandomState();
        TorchEngine.ManualSeed(seed);
        fill();
        TorchEngine.RestoreRandomState(before);
    }

    /// <summary>Options that fit the task and the encoder, with the names that are left open.</summary>
    /// <exception cref="OmniException">OH3604: options that do not fit.</exception>
    public static OmniModelOptions Checked(TaskType task, Backbone backbone, OmniModelOptions options)
    {
        if (backbone.Resolution > 1 && ((task.Unit != TaskUnit.Sequence && task.HasLabels) || task == TaskType.Seq2Seq))
        {
            var what = FormattableString.Invariant(
                $"the model has one vector for {backbone.Resolution} tokens, and {task} needs one for each");
            throw Wrong(what, "Choose a model with a vector for each token.");
        }
        var usual = backbone.Config.UsualHead;
        options = WithLabels(task, options) with
        {
            Pooling = options.Pooling ?? usual.Pooling,
            Layout = options.Layout ?? usual.Layout,
            Decoder = task == TaskType.Seq2Seq ? Checked(options.Decoder ?? new(), backbone) : null,
            Pairs = task.Unit == TaskUnit.Pair ? (options.Pairs ?? new()).Checked(task) : null,
        };
        CheckLoss(task, options);
        if (PartsFor(task, options) == BackboneParts.Pooler && backbone.Pooler is null)
            throw Wrong("the encoder has no pooler", "Choose another pooling.");
        if (options.Dropout is { } rate && rate is not (>= 0 and < 1))
            throw Wrong(FormattableString.Invariant($"a dropout of {rate} is outside [0, 1)"), "Give 0 for none.");
        foreach (var id in options.SpecialTokens)
            if (id < 0 || id >= backbone.VocabularySize)
            {
                var what = $"the special token {id} is outside the vocabulary of {backbone.VocabularySize}";
                throw Wrong(what, "Use the tokenizer of this model.");
            }
        return options;
    }

    private static DecoderOptions Checked(DecoderOptions decoder, Backbone backbone)
    {
        var hidden = backbone.HiddenSize;
        var heads = decoder.HeadCount ?? backbone.HeadCount ?? Math.Max(1, hidden / UsualHeadSize);
        if (hidden % 2 != 0 || hidden <= 2)
            throw Wrong($"fixed positions need an even hidden size, not {hidden}", "Choose another encoder.");
        if (heads < 1 || hidden % heads != 0)
            throw Wrong($"the hidden size {hidden} is not divisible by {heads} heads of the decoder", "Choose another number of heads.");
        if (decoder.LayerCount < 1 || decoder.IntermediateSize is < 1)
            throw Wrong("a decoder needs at least one layer, and a feed-forward network", "Choose positive numbers.");
        if (decoder.Dropout is not (>= 0 and < 1))
            throw Wrong(FormattableString.Invariant($"a dropout of {decoder.Dropout} is outside [0, 1)"), "Give 0 for none.");
        foreach (var (what, token) in new[] { ("begins", decoder.StartToken), ("ends", decoder.EndToken) })
        {
            if (token is not { } id)
                throw Wrong($"the tokenizer has no token that {what} a sequence", "Name one of the decoder's options.");
            if (id < 0 || id >= backbone.VocabularySize)
                throw Wrong($"the token {id} is outside the vocabulary of {backbone.VocabularySize}", "Use the tokenizer of this model.");
        }
        return decoder with { HeadCount = heads };
    }

    private static OmniModelOptions WithLabels(TaskType task, OmniModelOptions options)
    {
        if (!task.HasLabels) return options with { LabelNames = [] };
        if (task.Target == TaskTarget.Number && options.LabelNames is null) return options with { LabelNames = ["value"] };
        if ((options.LabelNames ?? task.UsualLabels) is not { Count: > 0 } names)
            throw Wrong($"{task} needs label names", "Name the classes.");
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Wrong($"the label '{twice.Key}' is given twice", "Give each label once.");
        if (task.Target == TaskTarget.Class && names.Count < 2)
            throw Wrong($"{task} needs at least two classes, there is only '{names[0]}'", "Add the other class.");
        if (task == TaskType.PairClassification && names.Count > 2)
            throw Wrong($"{task} has two classes, not {names.Count}", "Name both, that of pairs which belong together last.");
        return options with { LabelNames = names };
    }

    private static void CheckLoss(TaskType task, OmniModelOptions options)
    {
        var classifies = task.HasLabels && task.Target is TaskTarget.Class or TaskTarget.Classes;
        var labels = options.LabelNames!.Count;
        if (options.ClassWeights is { } weights)
        {
            if (!classifies) throw Wrong($"class weights mean nothing for {task}", "Leave them out.");
            if (weights.Count != labels)
                throw Wrong(
                    $"there are {Plural.Count(weights.Count, "class weight")} for {Plural.Count(labels, "label")}",
                    "Give one for each label.");
            if (weights.Any(w => !double.IsFinite(w) || w < 0))
                throw Wrong("a class weight is negative or not finite", "Give positive factors.");
        }
        if (options.TargetScales is { } scales) CheckScales(task, scales, labels);
        if (options.DoubleSoftmax && (!classifies || task.Unit == TaskUnit.Pair))
            throw Wrong($"the double softmax means nothing for {task}", "Leave it out.");
        if (options.FocalGamma is not { } gamma) return;
        if (!task.HasLabels || task.Target != TaskTarget.Class || options.DoubleSoftmax)
            throw Wrong($"the focal loss is for one class of several, on logits, not for {task}", "Leave it out.");
        if (!double.IsFinite(gamma) || gamma < 0)
            throw Wrong(FormattableString.Invariant($"a focal gamma of {gamma} is not 0 or more"), "The usual value is 2.");
    }

    private static void CheckScales(TaskType task, IReadOnlyList<TargetScale> scales, int labels)
    {
        if (!task.HasLabels || task.Target != TaskTarget.Number)
            throw Wrong($"scales of numbers mean nothing for {task}", "Leave them out.");
        if (scales.Count != labels)
            throw Wrong(
                $"there are {Plural.Count(scales.Count, "scale")} for {Plural.Count(labels, "number")}", "Give one for each number.");
        if (scales.Any(scale => !double.IsFinite(scale.Mean) || !double.IsFinite(scale.Deviation) || scale.Deviation <= 0))
            throw Wrong("a mean is not finite, or a deviation is not above 0", "Take those of the numbers to learn: TargetScale.Of.");
    }

    private static OmniException Wrong(string what, string advice) => new("OH3604", what, null, advice);
}
