using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Workflows.Runs;

/// <summary>The model that a run learns from, beside its labels.</summary>
internal static class Teacher
{
    /// <summary>Opens the teacher and compares its labels and tokens; null when none is named.</summary>
    /// <param name="options">What was decided.</param>
    /// <param name="task">What is learned.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="tokenizer">Made them.</param>
    /// <param name="check">Refuses one that answers for something else.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="observer">Is told.</param>
    /// <exception cref="OmniException">OH5302 there is no such model; OH3607 it has no head for the task.</exception>
    /// <exception cref="UsageException">OH5070: its labels or tokens are others.</exception>
    public static Distillation? Open(
        DistillationOptions options, TaskType task, RaggedTokens rows, OmniTokenizer tokenizer, Action<Distillation> check, Device device,
        RunObserver observer)
    {
        if (options.Teacher.Length == 0) return null;
        var ofTeacher = ModelTokenizer.Open(options.Teacher);
        var model = OmniModel.FromPretrained(options.Teacher, task, tokenizer: ofTeacher);
        var teacher = new Distillation(model, options.DistillTemperature, options.DistillWeight);
        try
        {
            check(teacher);
            teacher.RequireSameTokens(rows.Examples, tokenizer, ofTeacher, rows.Lengths.Max());
        }
        catch
        {
            teacher.Dispose();
            throw;
        }
        model.To(device, DType.Float32);
        observer.Message(FormattableString.Invariant(
            $"Teacher: {options.Teacher}, {model.ParameterCount():N0} parameters; temperature {options.DistillTemperature}, ")
            + FormattableString.Invariant($"{options.DistillWeight:P0} of the loss."));
        return teacher;
    }
}
