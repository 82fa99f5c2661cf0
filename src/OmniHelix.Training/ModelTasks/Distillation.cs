using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Training.ModelTasks;

/// <summary>
/// A trained model, the teacher, whose outputs another one learns beside the labels (Hinton, Vinyals and Dean 2015). With weight α and
/// temperature T the loss is (1 − α) · that of the labels + α · T² · KL(teacher, student) of the softmax of logits / T, for several
/// labels of their sigmoids, and for numbers α · the squared error against the teacher's. What counts are the labels that there are; of
/// masked language models these are the hidden tokens, over the vocabulary.
/// </summary>
public sealed class Distillation : IDisposable
{
    private readonly OmniModel teacher;
    private readonly double temperature, weight;

    /// <summary>Takes over a model, which is frozen and put into evaluation mode.</summary>
    /// <param name="teacher">For the same task and labels as the model that learns.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="weight">0 to 1.</param>
    public Distillation(OmniModel teacher, double temperature = 2, double weight = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 1);
        this.teacher = teacher;
        this.temperature = temperature;
        this.weight = weight;
        foreach (var (_, parameter) in teacher.NamedParameters()) parameter.IsTrainable = false;
        teacher.Eval();
    }

    /// <summary>Refuses a teacher that answers for another task or other labels.</summary>
    /// <param name="task">What is learned.</param>
    /// <param name="names">Of the classes, labels or numbers; empty for masked language models.</param>
    /// <exception cref="UsageException">OH5070: they differ.</exception>
    public void RequireSameLabels(TaskType task, IReadOnlyList<string> names)
    {
        if (teacher.Task != task) throw Unfit($"it is for {teacher.Task}, and the model for {task}");
        var equal = task.Target == TaskTarget.Number ? teacher.LabelNames.Count == names.Count : teacher.LabelNames.SequenceEqual(names);
        if (!equal) throw Unfit($"its labels are {string.Join(' ', teacher.LabelNames)}, and those to learn {string.Join(' ', names)}");
    }

    /// <summary>Refuses a masked language model that scores another number of tokens.</summary>
    /// <param name="size">Tokens that the model that learns scores.</param>
    /// <exception cref="UsageException">OH5070: they differ.</exception>
    public void RequireSameVocabulary(int size)
    {
        if (teacher.Backbone.VocabularySize is var own && own != size)
            throw Unfit(FormattableString.Invariant($"it scores {own} tokens, and the model {size}"));
    }

    /// <summary>Refuses a teacher that would be given other tokens than its own tokenizer makes, or more than it takes.</summary>
    /// <param name="examples">The training data.</param>
    /// <param name="own">Tokenizer of the model that learns.</param>
    /// <param name="ofTeacher">Tokenizer of the teacher.</param>
    /// <param name="longest">Tokens of the longest row.</param>
    /// <exception cref="UsageException">OH5070: names the first record and token that differ, or the role of a special token.</exception>
    public void RequireSameTokens(IReadOnlyList<Example> examples, OmniTokenizer own, OmniTokenizer ofTeacher, int longest)
    {
        if (longest > teacher.MaxTokens)
            throw Unfit(FormattableString.Invariant($"it takes {teacher.MaxTokens} tokens, and a row has {longest}"));
        if (own.Special != ofTeacher.Special)
            throw Unfit($"it has other special tokens: {Roles(ofTeacher, own)}; the model {Roles(own, ofTeacher)}");
        foreach (var example in examples)
        {
            var (first, second) = (Ids(own, example), Ids(ofTeacher, example));
            if (first.SequenceEqual(second)) continue;
            var at = first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();
            throw Unfit(
                FormattableString.Invariant($"token {at + 1} of {example.Id} is {Name(ofTeacher, second, at)} for it, and ")
                    + $"{Name(own, first, at)} for the model",
                example.Place);
        }
    }

    /// <summary>The loss of a batch with the teacher's part, one number.</summary>
    /// <param name="ofLabels">The loss of the labels.</param>
    /// <param name="logits">Of the model that learns.</param>
    /// <param name="labels">As <see cref="OmniModel.Loss"/> takes them.</param>
    /// <param name="batch">What the logits are for.</param>
    /// <param name="options">Of the model that learns: what a label of each class counts, what errors of numbers are measured in.</param>
    internal Tensor Join(Tensor ofLabels, Tensor logits, Tensor labels, LabelledBatch batch, OmniModelOptions options)
    {
        using var scope = new TensorScope();
        var device = logits.Device;
        Tensor taught;
        using (GradMode.Off())
            taught = teacher.Forward(batch.Tokens.ToInput(device, teacher.Backbone.TokenTypeCount)).Logits.To(DType.Float32);
        var (own, of) = (logits.To(DType.Float32), taught);
        if (teacher.Task == TaskType.PairClassification)
        {
            own = OmniModelForMatrixClassification.OfClasses(own);
            of = OmniModelForMatrixClassification.OfClasses(of);
        }
        var loss = teacher.Task.Target switch
        {
            TaskTarget.Class => OfClasses(own, of, labels, options.ClassWeights),
            TaskTarget.Classes => OfLabels(own, of, labels),
            _ => OfNumbers(own, of, labels, options.TargetScales),
        };
        return scope.Keep(ofLabels * (1 - weight) + loss * weight);
    }

    /// <inheritdoc/>
    public void Dispose() => teacher.Dispose();

    // Items weigh as they do in the loss of the labels.
    private Tensor OfClasses(Tensor own, Tensor of, Tensor labels, IReadOnlyList<double>? classWeights)
    {
        var classes = own.Size(-1);
        var targets = labels.Reshape([-1]);                                      // [N]
        var rows = targets.Ge(0).Nonzero().Squeeze(1);                           // [n], those with a label
        var q = (own.Reshape([-1, classes]).IndexSelect(0, rows) / temperature).LogSoftmax(-1);
        var p = (of.Reshape([-1, classes]).IndexSelect(0, rows) / temperature).LogSoftmax(-1);
        var each = (p.Exp() * (p - q)).Sum([-1]);                                // [n]
        var counts = classWeights is { } weights
            ? Tensor.From<double>([.. weights], [weights.Count]).To(own.Device, DType.Float32)
                .IndexSelect(0, targets.IndexSelect(0, rows))
            : Ops.Ones([rows.Size(0)], DType.Float32, own.Device);
        return (each * counts).Sum() * (temperature * temperature) / AtLeastSomething(counts.Sum());
    }

    private Tensor OfLabels(Tensor own, Tensor of, Tensor labels)
    {
        var counted = labels.Isnan().LogicalNot().To(DType.Float32);
        var soft = of / temperature;
        var p = soft.Sigmoid();
        // The cross-entropy less the entropy.
        var sum = Loss.BinaryCrossEntropy(own / temperature, p, counted, null, Reduction.Sum)
            - Loss.BinaryCrossEntropy(soft, p, counted, null, Reduction.Sum);
        return sum * (temperature * temperature) / AtLeastSomething(counted.Sum());
    }

    private static Tensor OfNumbers(Tensor own, Tensor of, Tensor labels, IReadOnlyList<TargetScale>? scales)
    {
        var counted = labels.Isnan().LogicalNot().To(DType.Float32).View(own.Shape);
        var errors = own - of;
        if (scales is not null)
        {
            var deviations = Tensor.From<double>([.. scales.Select(scale => scale.Deviation)], [scales.Count]);
            errors = errors / deviations.To(own.Device, DType.Float32);
        }
        return (errors.Square() * counted).Sum() / AtLeastSomething(counted.Sum());
    }

    private static Tensor AtLeastSomething(Tensor total) => total.MaskedFill(total.Eq(0), 1);

    // The special tokens that another tokenizer has otherwise.
    private static string Roles(OmniTokenizer tokenizer, OmniTokenizer other) => string.Join(", ", tokenizer.Special.Roles
        .Zip(other.Special.Roles).Where(pair => pair.First.Id != pair.Second.Id).Select(pair => FormattableString.Invariant(
            $"{pair.First.Name} {(pair.First.Id is { } id ? $"'{tokenizer.TokenOf(id)}' ({id})" : "none")}")));

    private static IReadOnlyList<int> Ids(OmniTokenizer tokenizer, Example example) =>
        (example.Pair is { } pair ? tokenizer.Tokenize(example.Sequence, pair) : tokenizer.Tokenize(example.Sequence)).Ids;

    private static string Name(OmniTokenizer tokenizer, IReadOnlyList<int> ids, int at) =>
        at < ids.Count ? FormattableString.Invariant($"'{tokenizer.TokenOf(ids[at])}' ({ids[at]})") : "none";

    private static UsageException Unfit(string why, string? place = null) => new(
        "OH5070", $"the teacher does not fit: {why}", place, "Choose a teacher that was trained for the same task, labels and tokens.");
}
