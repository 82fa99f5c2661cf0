using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Torch;

namespace OmniHelix.Training;

/// <summary>Everything beside weights and moments that a resumed run needs to go on to the same numbers.</summary>
public sealed class TrainingState
{
    /// <summary>Optimizer steps taken.</summary>
    public int Step { get; set; }

    /// <summary>Epoch under way, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Micro batches of that epoch already used.</summary>
    public int Batch { get; set; }

    /// <summary>Epochs of which a batch was used.</summary>
    [JsonIgnore]
    public int EpochsBegun => Batch == 0 ? Epoch : Epoch + 1;

    /// <summary>Step after which the best weights were taken; null before the first evaluation.</summary>
    public int? BestStep { get; set; }

    /// <summary>Epoch of the best weights, from 1.</summary>
    public int? BestEpoch { get; set; }

    /// <summary>All validation metrics of the best weights; null without validation and before a best.</summary>
    public IReadOnlyDictionary<string, double>? BestValues { get; set; }

    /// <summary>Validation score of the last evaluation.</summary>
    public double? LastScore { get; set; }

    /// <summary>Memory of the early-stopping rule, with the best validation score.</summary>
    public EarlyStopping.StoppingState Stopping { get; set; }

    /// <summary>The evaluation after this step was begun and not finished.</summary>
    public bool EvaluationPending { get; set; }

    /// <summary>True when training is over, by plan or by early stopping.</summary>
    public bool Finished { get; set; }

    /// <summary>Why training ended.</summary>
    public string? EndReason { get; set; }

    /// <summary>Sum of losses since the last log line.</summary>
    public double LossSum { get; set; }

    /// <summary>Optimizer steps since the last log line.</summary>
    public int LossCount { get; set; }

    /// <summary>Sequence tokens seen.</summary>
    public long Tokens { get; set; }

    /// <summary>Arithmetic of the training; null in states of older versions.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Precision>))]
    public Precision? Precision { get; set; }

    /// <summary>Why it is this one; null when it was said.</summary>
    public string? PrecisionReason { get; set; }

    /// <summary>Steps whose gradients overflowed, so that no weight changed.</summary>
    public int SkippedSteps { get; set; }

    /// <summary>Factor of the loss in float16; null in other arithmetic.</summary>
    public double? LossScale { get; set; }

    /// <summary>Steps since that factor last changed.</summary>
    public int GoodSteps { get; set; }

    /// <summary>State of libtorch's CPU generator.</summary>
    public byte[] RandomState { get; set; } = [];

    /// <summary>Seconds of training in earlier sessions.</summary>
    public double Seconds { get; set; }

    internal string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.TrainingState);

    internal static TrainingState Parse(string json, string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingState) ?? throw new JsonException("null");
            return state.Flaw() is { } flaw ? throw NotResumable(path, flaw) : state;
        }
        catch (JsonException e)
        {
            throw NotResumable(path, e.Message, e);
        }
    }

    /// <summary>The error of a state that no training can go on from.</summary>
    internal static OmniException NotResumable(string path, string why, Exception? inner = null) => new(
        "OH5010", $"this is no training state: {why}", path,
        "Delete this checkpoint folder; --resume then trains this seed from the beginning.", inner);

    // What no training has left behind.
    private string? Flaw() =>
        Step < 0 || Epoch < 0 || Batch < 0 || LossCount < 0 || Tokens < 0 ? "a count is negative"
        : BestStep is < 0 || BestStep > Step ? $"its best step {BestStep} is none of its {Plural.Count(Step, "step")}"
        : SkippedSteps < 0 || SkippedSteps > Step || GoodSteps < 0 ? "its count of skipped steps is impossible"
        : LossScale is { } scale && !(scale >= 1 && double.IsFinite(scale)) ? "its loss scale is no number from 1"
        : !double.IsFinite(LossSum) || !(Seconds >= 0) ? "a sum is no number"
        : RandomState is not { Length: > 0 } ? "it has no random state"
        : null;
}

[JsonSerializable(typeof(TrainingState))]
[JsonSourceGenerationOptions(WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
internal sealed partial class TrainingJson : JsonSerializerContext;
